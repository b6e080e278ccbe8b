/**
 * Connects the library to Spring Boot: its environment enters, the lines of its console leave. The {@code runpod.log.*}
 * properties become the settings of an engine that Spring Boot's structured logging calls; on RunPod this is switched
 * on. No class outside this package and its subpackages depends on Spring.
 *
 * @since 0.1
 */
@NullMarked
package io.runpod.logback.spring;

import org.jspecify.annotations.NullMarked;
