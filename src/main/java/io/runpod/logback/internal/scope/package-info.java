/** A request's id and batch id enter when its scope opens; the threads that work for it have them until it ends. */
@NullMarked
package io.runpod.logback.internal.scope;

import org.jspecify.annotations.NullMarked;
