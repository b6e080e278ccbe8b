/** Characters enter; bytes of a line leave: redacted, cut and escaped. */
@NullMarked
package io.runpod.logback.internal.text;

import org.jspecify.annotations.NullMarked;
