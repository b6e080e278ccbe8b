package io.runpod.logback.internal.event;

import net.logstash.logback.argument.StructuredArgument;

/** An argument whose own text is its fields as the text line writes them. */
public interface TextFields extends StructuredArgument {}
