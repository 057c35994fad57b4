/**
 * Actuator endpoints for invocation records and resources.
 */
@NullMarked
package io.github.resourcemonitor.actuate;

import org.jspecify.annotations.NullMarked;
