/**
 * Annotations for handlers and cloud service calls.
 */
@NullMarked
package io.github.resourcemonitor.annotation;

import org.jspecify.annotations.NullMarked;
