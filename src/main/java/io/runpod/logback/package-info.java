/**
 * Structured logging for Java workers on RunPod: Logback events enter, lines in the format of RunPod's Python SDK
 * leave. LLE stands for logstash-logback-encoder.
 *
 * @since 0.1
 */
@NullMarked
package io.runpod.logback;

import org.jspecify.annotations.NullMarked;
