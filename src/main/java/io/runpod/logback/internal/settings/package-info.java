/** The user's configuration and the environment enter; the frozen {@code Settings} of one encoder leave. */
@NullMarked
package io.runpod.logback.internal.settings;

import org.jspecify.annotations.NullMarked;
