package app;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@SpringBootApplication
@RestController
public class Application {

    private static final Logger log = LoggerFactory.getLogger(Application.class);

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    /** Two lines, one of them on another scheduler after a while. */
    @GetMapping("/mono")
    Mono<String> mono(@RequestParam String id) {
        log.info("begins for {}", id);
        return Mono.delay(Duration.ofMillis(5)).map(tick -> {
            log.info("ends for {}", id);
            return id;
        });
    }

    /** Two lines, both of them where blocking is allowed. */
    @GetMapping("/blocking")
    Mono<String> blocking(@RequestParam String id) {
        return Mono.fromCallable(() -> {
                    log.info("begins for {}", id);
                    Thread.sleep(2);
                    return id;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .publishOn(Schedulers.parallel())
                .doOnNext(value -> log.info("ends for {}", value));
    }

    /** Two lines, on two schedulers. */
    @GetMapping("/flux")
    Flux<String> flux(@RequestParam String id) {
        return Flux.just("begins", "ends")
                .publishOn(Schedulers.parallel())
                .doOnNext(word -> log.info("{} for {}", word, id));
    }

    @GetMapping("/fails")
    Mono<String> fails(@RequestParam String id) {
        return Mono.delay(Duration.ofMillis(1)).map(tick -> {
            throw new IllegalStateException("broken for " + id);
        });
    }

    @GetMapping("/ping")
    Mono<String> ping() {
        return Mono.fromCallable(() -> {
            log.info("pinged");
            log.warn("pinged with a warning");
            return "pong";
        });
    }
}
