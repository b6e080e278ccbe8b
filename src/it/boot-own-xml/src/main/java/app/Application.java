package app;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.runpod.logback.RequestScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Application implements CommandLineRunner, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Application.class);

    public static void main(String[] args) {
        System.exit(SpringApplication.exit(SpringApplication.run(Application.class, args)));
    }

    @Override
    public void run(String... args) {
        try (var scope = RequestScope.open("job-1")) {
            log.info("paid", kv("card", "4111"));
            log.error("failed", new IllegalStateException("broken"));
        }
    }

    @Override
    public void destroy() {
        for (int i = 0; i < 1000; i++) {
            log.info("goodbye {}", i);
        }
    }
}
