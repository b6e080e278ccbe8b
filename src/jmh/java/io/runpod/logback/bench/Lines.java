package io.runpod.logback.bench;

import java.io.IOException;

/** One thread's lines of one call: as arrays and as a stream, of new events and of one that is encoded again. */
interface Lines {

    byte[] fresh();

    byte[] prebuilt();

    void freshTo(Drain drain) throws IOException;

    void prebuiltTo(Drain drain) throws IOException;
}
