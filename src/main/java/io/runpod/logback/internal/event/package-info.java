/** A Logback event enters; its message and its fields leave, as bytes of a line. */
@NullMarked
package io.runpod.logback.internal.event;

import org.jspecify.annotations.NullMarked;
