package io.runpod.logback.internal.scope;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.TurboFilterList;
import ch.qos.logback.classic.turbo.TurboFilter;

/**
 * A turbo filter that this library installs. It is installed again after a reset of its context, which removes all
 * filters. A {@code decide} without a message is only a check of the level, and must have no side effect: this
 * library's logger checks the level before each call.
 */
public abstract class LibraryTurboFilter extends TurboFilter implements LoggerContextListener {

    /** Creates a filter that is not installed. */
    @SuppressWarnings("this-escape") // Logback's setter reads nothing of a subclass
    protected LibraryTurboFilter(String name) {
        setName(name);
    }

    /** Installs this as the last filter of a context, so that those of the application decide first. */
    protected final synchronized void addTo(LoggerContext context) {
        TurboFilterList filters = context.getTurboFilterList();
        if (!filters.isEmpty() && filters.get(filters.size() - 1) == this) {
            return;
        }
        removeFrom(context);
        setContext(context);
        start();
        context.addTurboFilter(this);
        context.addListener(this);
    }

    /** Removes this filter from a context. */
    protected final void removeFrom(LoggerContext context) {
        context.removeListener(this);
        context.getTurboFilterList().remove(this);
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
