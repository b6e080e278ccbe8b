/** Text enters; the places of its secrets leave. */
@NullMarked
package io.runpod.logback.internal.redact;

import org.jspecify.annotations.NullMarked;
