package io.runpod.logback.internal.settings;

import java.util.Locale;
import java.util.Set;

/**
 * The settings of a line's layout.
 *
 * @param format JSON or text
 * @param ascii whether the JSON line is ASCII only
 * @param include the opt-in keys
 * @param extra where fields are written in the JSON line
 * @param inMessage what is also written into the message (JSON)
 * @param color whether the text line is coloured
 */
public record LayoutSettings(
        Format format, boolean ascii, Set<Include> include, ExtraStyle extra, InMessage inMessage, boolean color) {

    /** The format of a line. */
    public enum Format {
        /** One JSON object, as RunPod's Python SDK prints on a deployed worker. */
        JSON,
        /** A line for people, as the SDK prints off the platform. */
        TEXT
    }

    /** The opt-in keys. None is written by default, because RunPod adds a timestamp to each line. */
    public enum Include {
        TIMESTAMP,
        LOGGER,
        THREAD,
        CALLER;

        private final String key = name().toLowerCase(Locale.ROOT);

        /** Returns the key as the line shows it. */
        public String key() {
            return key;
        }
    }

    /** Where fields are written in the JSON line. */
    public enum ExtraStyle {
        NESTED,
        FLAT,
        NONE
    }

    /**
     * What is also written into the message, because RunPod's endpoint log view shows nothing else.
     *
     * @param timestamp before the message, ISO-8601 in UTC with milliseconds
     * @param requestId before the message, in brackets
     * @param callFields after the message, the fields of the call
     */
    public record InMessage(boolean timestamp, boolean requestId, boolean callFields) {}
}
