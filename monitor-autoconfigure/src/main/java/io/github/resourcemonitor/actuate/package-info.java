/**
 * Actuator endpoints on records and resources.
 */
@NullMarked
package io.github.resourcemonitor.actuate;

import org.jspecify.annotations.NullMarked;
