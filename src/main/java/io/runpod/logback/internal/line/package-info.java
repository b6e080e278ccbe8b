/** An event enters, one complete line leaves: the engine of the encoder. */
@NullMarked
package io.runpod.logback.internal.line;

import org.jspecify.annotations.NullMarked;
