/**
 * Fields and values enter, as calls of a Jackson generator or as Java objects; JSON, or fields in text form, leaves.
 * LLE is short for logstash-logback-encoder.
 */
@NullMarked
package io.runpod.logback.internal.json;

import org.jspecify.annotations.NullMarked;
