/**
 * Carries the request scope wherever Micrometer's context propagation carries thread-locals, and publishes the
 * appenders' counts as metrics.
 *
 * @since 0.1
 */
@NullMarked
package io.runpod.logback.micrometer;

import org.jspecify.annotations.NullMarked;
