/** Text enters; the places of the secrets in it leave. */
@NullMarked
package io.runpod.logback.internal.redact;

import org.jspecify.annotations.NullMarked;
