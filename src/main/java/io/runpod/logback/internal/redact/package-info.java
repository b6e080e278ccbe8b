/** Characters enter; the places of the secrets in them leave. */
@NullMarked
package io.runpod.logback.internal.redact;

import org.jspecify.annotations.NullMarked;
