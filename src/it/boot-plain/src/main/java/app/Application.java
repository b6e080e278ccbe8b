package app;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.runpod.logback.RequestScope;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;

@SpringBootApplication
public class Application {

    /** Written by Jackson. */
    public record Size(int width, List<String> names) {}

    private static final Logger log = LoggerFactory.getLogger(Application.class);

    public static void main(String[] args) {
        log.info("before Spring");
        System.exit(SpringApplication.exit(SpringApplication.run(Application.class, args)));
    }

    @Bean
    CommandLineRunner job(AsyncTaskExecutor executor) {
        return args -> {
            try (var scope = RequestScope.open("job-1")) {
                log.info("handled in {}", kv("seconds", 2.5));
                log.info("with a bean", kv("size", new Size(3, List.of("a"))));
                log.debug("details");
                log.error("failed", new IllegalStateException("broken", new RuntimeException("cause")));
                executor.submit(() -> log.info("on another thread")).get();
            }
        };
    }
}
