/**
 * The dashboard: a page that shows what the other endpoints know, as an Actuator
 * endpoint.
 */
@NullMarked
package io.github.resourcemonitor.dashboard;

import org.jspecify.annotations.NullMarked;
