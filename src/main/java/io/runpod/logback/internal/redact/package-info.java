/** Characters enter; where secrets stand in them leaves. Knows nothing of lines, fields or settings. */
@NullMarked
package io.runpod.logback.internal.redact;

import org.jspecify.annotations.NullMarked;
