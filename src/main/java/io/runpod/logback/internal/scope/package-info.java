/**
 * A request's id and batch id enter when its scope opens; every thread that works for the request has them until it
 * ends.
 */
@NullMarked
package io.runpod.logback.internal.scope;

import org.jspecify.annotations.NullMarked;
