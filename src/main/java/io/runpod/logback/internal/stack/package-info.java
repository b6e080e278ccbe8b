/** Throws a StackOverflowError early where too little stack is left for what begins. */
@NullMarked
package io.runpod.logback.internal.stack;

import org.jspecify.annotations.NullMarked;
