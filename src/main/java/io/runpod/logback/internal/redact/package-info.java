/** Text enters; the places of its secrets leave. {@link Redactor} says which class does what. */
@NullMarked
package io.runpod.logback.internal.redact;

import org.jspecify.annotations.NullMarked;
