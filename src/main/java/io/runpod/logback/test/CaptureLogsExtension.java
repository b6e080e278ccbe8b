package io.runpod.logback.test;

import io.runpod.logback.test.CapturedLogs.Surroundings;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/** Implements {@link CaptureLogs}: opens a capture before each test, on its thread, and closes it after the test. */
final class CaptureLogsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(CaptureLogsExtension.class);

    @Override
    public void beforeEach(ExtensionContext test) {
        Surroundings surroundings = test.getExecutionMode() == ExecutionMode.CONCURRENT
                ? Surroundings.PARALLEL_TESTS
                : Surroundings.ONE_TEST;
        test.getStore(NAMESPACE).put(CapturedLogs.class, CapturedLogs.start(level(test), encoder -> {}, surroundings));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        CapturedLogs logs = test.getStore(NAMESPACE).remove(CapturedLogs.class, CapturedLogs.class);
        if (logs != null) {
            logs.close();
        }
    }

    /** Returns the level of the nearest annotation: on the method, its class, or an enclosing class. */
    private static String level(ExtensionContext test) {
        for (ExtensionContext at = test; ; at = at.getParent().orElseThrow()) {
            var found = AnnotationSupport.findAnnotation(at.getElement(), CaptureLogs.class);
            if (found.isPresent()) {
                return found.get().level();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        // A constructor and @BeforeAll run before the capture starts.
        return parameter.getParameter().getType() == CapturedLogs.class
                && test.getStore(NAMESPACE).get(CapturedLogs.class) != null;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return Objects.requireNonNull(test.getStore(NAMESPACE).get(CapturedLogs.class));
    }
}
