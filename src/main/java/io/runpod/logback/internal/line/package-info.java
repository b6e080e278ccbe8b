/** A Logback event enters; one complete line, as JSON or as text, leaves. LLE is short for logstash-logback-encoder. */
@NullMarked
package io.runpod.logback.internal.line;

import org.jspecify.annotations.NullMarked;
