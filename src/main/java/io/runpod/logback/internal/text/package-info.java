/** Characters enter; bytes leave: redacted, cut and escaped. */
@NullMarked
package io.runpod.logback.internal.text;

import org.jspecify.annotations.NullMarked;
