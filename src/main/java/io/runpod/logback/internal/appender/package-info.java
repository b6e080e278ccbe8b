/**
 * An event enters that a logger let through; its line leaves to an output stream, waits, or is dropped and counted:
 * throttle, sampler, buffer and queue, each there if a configuration asks for it, then the sink.
 */
@NullMarked
package io.runpod.logback.internal.appender;

import org.jspecify.annotations.NullMarked;
