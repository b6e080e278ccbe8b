package app;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import java.util.concurrent.CompletableFuture;

public final class Main {

    private static final RunPodLogger logger = new RunPodLogger();

    private Main() {}

    public static void main(String[] args) {
        Javalin app = Javalin.create(config -> config.showJavalinBanner = false);
        app.before(Main::open);
        app.after(context -> context.<RequestScope>attribute("scope").close());
        app.get("/sync", context -> {
            logger.info("begins for " + context.queryParam("id"));
            logger.info("ends for " + context.queryParam("id"));
        });
        app.get("/future", context -> {
            String id = context.queryParam("id");
            logger.info("begins for " + id);
            context.future(() -> CompletableFuture.runAsync(RequestScope.wrap(() -> logger.info("ends for " + id))));
        });
        app.start(0);
    }

    private static void open(Context context) {
        String id = context.header("X-Request-ID");
        context.attribute("scope", RequestScope.open(id));
        context.header("X-Request-ID", String.valueOf(id));
    }
}
