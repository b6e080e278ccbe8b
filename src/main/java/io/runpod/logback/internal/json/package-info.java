/** Fields and values enter, as calls or as Java objects; JSON (or the text form of fields) leaves into the line. */
@NullMarked
package io.runpod.logback.internal.json;

import org.jspecify.annotations.NullMarked;
