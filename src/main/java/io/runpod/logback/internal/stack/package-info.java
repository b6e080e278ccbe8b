/** Makes sure that enough of the stack is left, before anything begins that its end must not break off. */
@NullMarked
package io.runpod.logback.internal.stack;

import org.jspecify.annotations.NullMarked;
