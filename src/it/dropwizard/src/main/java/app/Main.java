package app;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.util.EnumSet;

public final class Main extends Application<Configuration> {

    private static final RunPodLogger logger = new RunPodLogger();

    public static void main(String[] args) throws Exception {
        new Main().run(args);
    }

    /** Leaves Logback as it is. */
    @Override
    protected void bootstrapLogging() {}

    @Override
    public void run(Configuration configuration, Environment environment) {
        environment
                .servlets()
                .addFilter("scope", new Scope())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        environment.jersey().register(new Jobs());
    }

    private static final class Scope implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String id = ((HttpServletRequest) request).getHeader("X-Request-ID");
            ((HttpServletResponse) response).setHeader("X-Request-ID", id);
            try (var scope = RequestScope.open(id)) {
                chain.doFilter(request, response);
            }
        }
    }

    @Path("/sync")
    public static final class Jobs {

        @GET
        public String job(@QueryParam("id") String id) {
            logger.info("begins for " + id);
            logger.info("ends for " + id);
            return id;
        }
    }
}
