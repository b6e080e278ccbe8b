package app;

import io.runpod.logback.RequestScope;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

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
    @GetMapping("/broken")
    Callable<String> broken() {
        return () -> {
            throw new IllegalStateException("broken");
        };
    }

    /** Answered by nobody in time. */
    @GetMapping("/late")
    DeferredResult<String> late() {
        return new DeferredResult<>(100L);
    }

    /** Two lines, each beside an event that is sent. */
    @GetMapping("/events")
    SseEmitter events(@RequestParam String id) {
        SseEmitter emitter = new SseEmitter();
        own.execute(() -> {
            try {
                log.info("begins for {}", id);
                emitter.send(id);
                log.info("ends for {}", id);
                emitter.complete();
            } catch (IOException gone) {
                emitter.completeWithError(gone);
            }
        });
        return emitter;
    }

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

    /** Refused, which the container answers by an error page. */
    @GetMapping("/refused")
    void refused(HttpServletResponse response) throws IOException {
        log.debug("story is refused");
        response.sendError(503);
    }

    /** Takes back what was prepared as its answer. */
    @GetMapping("/reset")
    void reset(HttpServletResponse response) throws IOException {
        response.reset();
        response.getWriter().print("again");
    }

    /** Two lines, one of them by what a servlet itself has the container run. */
    @Bean
    ServletRegistrationBean<HttpServlet> raw() {
        ServletRegistrationBean<HttpServlet> raw = new ServletRegistrationBean<>(
                new HttpServlet() {
                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                        String id = request.getParameter("id");
                        log.info("begins for {}", id);
                        AsyncContext context = request.startAsync();
                        context.start(() -> {
                            log.info("ends for {}", id);
                            context.complete();
                        });
                    }
                },
                "/raw");
        raw.setAsyncSupported(true);
        return raw;
    }

    /** Ahead of every other filter. */
    @Component
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static class Early extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (request.getRequestURI().equals("/early")) {
                throw new IllegalStateException("fails early");
            }
            chain.doFilter(request, response);
        }
    }

    /** Beside Spring MVC, whose own paths are safe: /health/..;/plain/x is this servlet's too. */
    @Bean
    ServletRegistrationBean<HttpServlet> plain() {
        return new ServletRegistrationBean<>(
                new HttpServlet() {
                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                        log.info("plain servlet");
                    }
                },
                "/plain/*");
    }

    @Component
    static class ErrorPages extends OncePerRequestFilter {

        @Override
        protected boolean shouldNotFilterErrorDispatch() {
            return false;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (request.getDispatcherType() == DispatcherType.ERROR) {
                log.error("story of an error page");
            }
            chain.doFilter(request, response);
        }
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
