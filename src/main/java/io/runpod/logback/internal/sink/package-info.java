/** Whole lines enter; they leave to standard output, standard error or {@code System.out}. */
@NullMarked
package io.runpod.logback.internal.sink;

import org.jspecify.annotations.NullMarked;
