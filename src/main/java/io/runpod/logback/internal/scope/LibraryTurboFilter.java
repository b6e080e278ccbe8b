package io.runpod.logback.internal.scope;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.TurboFilterList;
import ch.qos.logback.classic.turbo.TurboFilter;
import org.slf4j.LoggerFactory;

/**
 * A turbo filter that this library installs. It is installed again after a reset of its context, which removes all
 * filters. {@code decide} must have no side effect if there is no message: such a call only checks the level, as this
 * library's logger does before each line.
 */
public abstract class LibraryTurboFilter extends TurboFilter implements LoggerContextListener {

    /** Creates a filter that is not installed. */
    @SuppressWarnings("this-escape") // Logback's setter reads nothing of a subclass
    protected LibraryTurboFilter(String name) {
        setName(name);
    }

    /**
     * Installs this as the last filter of the process's Logback, so that those of the application decide first. Returns
     * false, and does nothing, if SLF4J's provider is not Logback.
     */
    protected final synchronized boolean addToLogback() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext logback)) {
            return false;
        }
        TurboFilterList filters = logback.getTurboFilterList();
        if (filters.isEmpty() || filters.get(filters.size() - 1) != this) {
            removeFromLogback();
            setContext(logback);
            start();
            logback.addTurboFilter(this);
            logback.addListener(this);
        }
        return true;
    }

    /** Removes this filter from the process's Logback. */
    protected final void removeFromLogback() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.removeListener(this);
            logback.getTurboFilterList().remove(this);
        }
    }

    @Override
    public final boolean isResetResistant() {
        return true;
    }

    @Override
    public final void onReset(LoggerContext context) {
        context.addTurboFilter(this);
    }

    @Override
    public final void onStart(LoggerContext context) {}

    @Override
    public final void onStop(LoggerContext context) {}

    @Override
    public final void onLevelChange(Logger logger, Level level) {}
}
