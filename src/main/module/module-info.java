/**
 * RunPod's log lines for Logback: an encoder, an appender, and the SDK's logger.
 *
 * <p>Spring, Reactor, servlets and Micrometer are optional: nobody but the packages that are named after them needs them.
 */
@SuppressWarnings("requires-transitive-automatic") // LLE has no name of its own yet; its types are in our interfaces
module io.runpod.logback {
    requires transitive ch.qos.logback.classic;
    requires transitive ch.qos.logback.core;
    requires transitive logstash.logback.encoder;
    requires transitive org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    // For the JMX bean of an appender; left out where it is not there.
    requires static java.management;
    requires static org.eclipse.jetty.server;
    requires static org.jspecify;
    requires static context.propagation;
    requires static micrometer.core;
    requires static jakarta.servlet;
    requires static org.apache.commons.logging;
    requires static org.junit.jupiter.api;
    requires static org.junit.platform.commons;
    requires static reactor.core;
    requires static spring.beans;
    requires static spring.boot;
    requires static spring.boot.autoconfigure;
    requires static spring.context;
    requires static spring.core;
    requires static spring.web;
    requires static spring.webflux;

    exports io.runpod.logback;
    exports io.runpod.logback.spring;
    exports io.runpod.logback.test;
    // On the class path Micrometer finds the accessor itself. A module cannot provide a service that may not be there, so in
    // a named module it is for the application to call ContextRegistry.registerThreadLocalAccessor.
    exports io.runpod.logback.micrometer;

    // Spring calls bean methods by reflection; none of these is for users.
    opens io.runpod.logback.spring;
    opens io.runpod.logback.spring.web;
    // JUnit makes the extension.
    opens io.runpod.logback.test;

    // The mapper of beans takes the modules that are there, as Jackson's own does.
    uses tools.jackson.databind.JacksonModule;

    provides ch.qos.logback.classic.spi.Configurator with
            io.runpod.logback.RunPodConfigurator;
}
