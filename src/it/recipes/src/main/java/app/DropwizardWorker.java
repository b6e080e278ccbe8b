package app;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;

public class DropwizardWorker extends Application<Configuration> {
    public static void main(String[] args) throws Exception {
        new DropwizardWorker().run(args);
    }

    @Override
    protected void bootstrapLogging() {
        // logback.xml does it
    }

    @Override
    public void run(Configuration configuration, Environment environment) {}
}
