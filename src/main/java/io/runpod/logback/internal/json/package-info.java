/** Fields and values enter, by generator calls or as Java objects; JSON, or the text form of fields, leaves. */
@NullMarked
package io.runpod.logback.internal.json;

import org.jspecify.annotations.NullMarked;
