package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

/** Lets the DEBUG and TRACE lines of one request in N pass: of each request all of them or none. */
final class Sampler {

    private final int oneIn;

    /** Creates a sampler. {@link Pipeline.Builder#sample} explains the parameter. */
    Sampler(int oneIn) {
        this.oneIn = oneIn;
    }

    boolean admits(ILoggingEvent event, @Nullable String requestId) {
        if (requestId == null || event.getLevel().levelInt >= Level.INFO_INT) {
            return true;
        }
        return Integer.remainderUnsigned(mix(requestId.hashCode()), oneIn) == 0;
    }

    /** Mixes the bits of a hash (last step of MurmurHash3): those of consecutive ids differ only in the last bits. */
    private static int mix(int hash) {
        int mixed = hash;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }
}
