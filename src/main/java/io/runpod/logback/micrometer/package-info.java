/**
 * The request scope for Micrometer's context propagation: carried wherever that library carries thread-locals.
 *
 * @since 0.1
 */
@NullMarked
package io.runpod.logback.micrometer;

import org.jspecify.annotations.NullMarked;
