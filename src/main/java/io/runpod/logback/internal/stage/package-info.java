/**
 * An event enters that a logger let through; it leaves as a line, waits as one, or is given up and counted: throttle,
 * sample, buffer, queue, each there if a configuration asks for it.
 */
@NullMarked
package io.runpod.logback.internal.stage;

import org.jspecify.annotations.NullMarked;
