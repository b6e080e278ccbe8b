package io.runpod.logback.spring.web;

import io.runpod.logback.internal.settings.NamePatterns;
import io.runpod.logback.internal.settings.SettingParser;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The {@code runpod.log.web.*} properties.
 *
 * @param header the header that carries a request's id, both ways
 * @param quietPaths the paths whose requests are silenced
 */
record WebSettings(String header, NamePatterns quietPaths) {

    private static final String HEADER = "runpod.log.web.header";
    private static final String DEFAULT_HEADER = "X-Request-ID";

    /** RFC 9110, section 5.6.2: what a header may be called. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Reads them; a wrong one is told by a WARN line, and the default holds. */
    static WebSettings of(Environment environment) {
        SettingParser parser = new SettingParser(LoggerFactory.getLogger(WebSettings.class)::warn);
        String header = environment.getProperty(HEADER, "").trim();
        if (!header.isEmpty() && !TOKEN.matcher(header).matches()) {
            parser.refuse(HEADER, header, "the name of an HTTP header", DEFAULT_HEADER);
            header = "";
        }
        List<String> paths = Binder.get(environment)
                .bind("runpod.log.web.quiet-paths", Bindable.listOf(String.class))
                .orElseGet(List::of);
        return new WebSettings(header.isEmpty() ? DEFAULT_HEADER : header, new NamePatterns(paths));
    }
}
