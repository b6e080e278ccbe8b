/**
 * Events that a logger let through enter; their lines leave to an output stream, through a throttle, sampler, buffer
 * and queue if these are configured, or wait there, or are dropped and counted.
 */
@NullMarked
package io.runpod.logback.internal.appender;

import org.jspecify.annotations.NullMarked;
