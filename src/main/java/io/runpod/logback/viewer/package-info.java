/** The viewer: a worker's log enters, from files or standard input, and leaves as text for people. */
@NullMarked
package io.runpod.logback.viewer;

import org.jspecify.annotations.NullMarked;
