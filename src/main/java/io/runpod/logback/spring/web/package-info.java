/**
 * Adds request ids to Spring web applications, servlet or reactive: requests enter; their responses, and the lines that
 * are logged for them, leave with an id.
 */
@NullMarked
package io.runpod.logback.spring.web;

import org.jspecify.annotations.NullMarked;
