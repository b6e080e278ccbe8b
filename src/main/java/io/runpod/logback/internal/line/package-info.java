/** A Logback event enters; one complete line leaves, as JSON or as text: the engine of the encoder. */
@NullMarked
package io.runpod.logback.internal.line;

import org.jspecify.annotations.NullMarked;
