/** Complete lines enter; they leave in one write each, or several together, to standard output. */
@NullMarked
package io.runpod.logback.internal.sink;

import org.jspecify.annotations.NullMarked;
