/**
 * Events that passed the level of their logger enter; their lines leave to an output stream. On the way a throttle,
 * sampler, buffer and queue, if configured, may hold lines back, or drop and count them.
 */
@NullMarked
package io.runpod.logback.internal.appender;

import org.jspecify.annotations.NullMarked;
