/**
 * Requests of a Spring web application, servlet or reactive: a request comes in, the lines of its handling carry its id,
 * the response answers it.
 */
@NullMarked
package io.runpod.logback.spring.web;

import org.jspecify.annotations.NullMarked;
