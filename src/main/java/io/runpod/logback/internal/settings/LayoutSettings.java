package io.runpod.logback.internal.settings;

import java.util.Set;

/**
 * What a line looks like.
 *
 * @param format JSON or text
 * @param ascii whether the JSON line is ASCII only
 * @param include the opt-in keys
 * @param extra where the fields stand in the JSON line
 * @param callFieldsInMessage whether the call's own fields are also appended to the message (JSON)
 * @param color whether the text line is coloured
 */
public record LayoutSettings(
        Format format,
        boolean ascii,
        Set<Include> include,
        ExtraStyle extra,
        boolean callFieldsInMessage,
        boolean color) {}
