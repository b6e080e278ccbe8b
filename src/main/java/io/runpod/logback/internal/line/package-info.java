/** A Logback event enters; one complete line, as JSON or as text, leaves. This is the engine of the encoder. */
@NullMarked
package io.runpod.logback.internal.line;

import org.jspecify.annotations.NullMarked;
