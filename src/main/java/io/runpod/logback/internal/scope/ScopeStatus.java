package io.runpod.logback.internal.scope;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.WarnStatus;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * Reports wrong uses of scopes in Logback's status. Each kind is reported once in the process, so that a loop cannot
 * fill the status.
 */
public final class ScopeStatus {

    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

    private ScopeStatus() {}

    /**
     * Reports a warning, unless one of its kind was reported before.
     *
     * @param warning begins with its kind and a colon
     */
    public static void warn(String warning) {
        String kind = warning.substring(0, warning.indexOf(':'));
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context && REPORTED.add(kind)) {
            context.getStatusManager().add(new WarnStatus(warning, ScopeStatus.class.getSimpleName()));
        }
    }
}
