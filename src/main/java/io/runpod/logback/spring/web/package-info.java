/**
 * Requests of a Spring web application, servlet or reactive, enter; the lines of their handling and their responses
 * leave with an id.
 */
@NullMarked
package io.runpod.logback.spring.web;

import org.jspecify.annotations.NullMarked;
