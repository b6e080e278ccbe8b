/** Lines of a worker's log enter, from files, standard input or RunPod's log API; lines for people leave. */
@NullMarked
package io.runpod.logback.viewer;

import org.jspecify.annotations.NullMarked;
