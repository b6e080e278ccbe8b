/** Characters enter, redacted and cut; bytes of a line leave, escaped. */
@NullMarked
package io.runpod.logback.internal.text;

import org.jspecify.annotations.NullMarked;
