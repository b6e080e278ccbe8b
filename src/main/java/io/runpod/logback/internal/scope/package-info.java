/**
 * Gives a request's ids to threads: they enter when its scope opens, and every thread that works for the request has
 * them until it ends.
 */
@NullMarked
package io.runpod.logback.internal.scope;

import org.jspecify.annotations.NullMarked;
