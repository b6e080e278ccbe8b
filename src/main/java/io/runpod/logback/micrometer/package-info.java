/**
 * Carries the request scope wherever Micrometer's context propagation carries thread-locals.
 *
 * @since 0.1
 */
@NullMarked
package io.runpod.logback.micrometer;

import org.jspecify.annotations.NullMarked;
