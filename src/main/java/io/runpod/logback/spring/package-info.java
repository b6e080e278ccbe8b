/**
 * Spring Boot: its environment enters, the lines of its console leave. {@code runpod.log.*} becomes the settings of an
 * engine that Spring Boot's own structured logging calls; on RunPod that is switched on. No class outside this package
 * and its subpackages depends on Spring.
 *
 * @since 0.1
 */
@NullMarked
package io.runpod.logback.spring;

import org.jspecify.annotations.NullMarked;
