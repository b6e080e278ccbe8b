package app;

import io.runpod.logback.RequestScope;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

@SpringBootApplication
@EnableAsync
@RestController
public class Application {

    private static final Logger log = LoggerFactory.getLogger(Application.class);

    private final ExecutorService own = RequestScope.executorService(Executors.newFixedThreadPool(4, task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }));
    private final Background background;

    Application(Background background) {
        this.background = background;
    }

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    /** Two lines, on the thread of the request. */
    @GetMapping("/sync")
    String sync(@RequestParam String id) throws InterruptedException {
        log.info("begins for {}", id);
        Thread.sleep(2);
        log.info("ends for {}", id);
        return id;
    }

    /** Two lines, one of them on a thread of Spring's. */
    @GetMapping("/callable")
    Callable<String> callable(@RequestParam String id) {
        log.info("begins for {}", id);
        return () -> {
            log.info("ends for {}", id);
            return id;
        };
    }

    /** Two lines, one of them on a thread of the application's. */
    @GetMapping("/deferred")
    DeferredResult<String> deferred(@RequestParam String id) {
        DeferredResult<String> result = new DeferredResult<>();
        log.info("begins for {}", id);
        own.execute(() -> {
            log.info("ends for {}", id);
            result.setResult(id);
        });
        return result;
    }

    /** Two lines, one of them in a method that is asynchronous by annotation. */
    @GetMapping("/async")
    CompletableFuture<String> async(@RequestParam String id) {
        log.info("begins for {}", id);
        return background.work(id);
    }

    /** A failure that the container logs. */
    @GetMapping("/fails")
    String fails(@RequestParam String id) {
        throw new IllegalStateException("broken for " + id);
    }

    /** Details on two threads; whether it fails shows on the second one. */
    @GetMapping("/story")
    Callable<String> story(@RequestParam boolean fails) {
        log.debug("story begins");
        return () -> {
            log.debug("story goes on");
            if (fails) {
                log.error("story fails");
            }
            return "told";
        };
    }

    @GetMapping("/ping")
    String ping() {
        log.info("pinged");
        log.warn("pinged with a warning");
        return "pong";
    }

    @Service
    static class Background {

        @Async
        CompletableFuture<String> work(String id) {
            log.info("ends for {}", id);
            return CompletableFuture.completedFuture(id);
        }
    }
}
