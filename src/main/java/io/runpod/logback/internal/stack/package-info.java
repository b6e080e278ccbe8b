/** What must not be broken off is not begun where the stack is about to end. */
@NullMarked
package io.runpod.logback.internal.stack;

import org.jspecify.annotations.NullMarked;
