/**
 * Spring Boot: its environment in, its console's lines out. {@code runpod.log.*} becomes the settings of an engine behind
 * Boot's own structured logging; on RunPod that is switched on. No class outside this package and those below knows
 * Spring.
 *
 * @since 0.1
 */
@NullMarked
package io.runpod.logback.spring;

import org.jspecify.annotations.NullMarked;
