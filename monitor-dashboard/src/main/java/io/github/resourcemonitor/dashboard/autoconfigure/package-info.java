/**
 * Auto-configuration of the dashboard.
 */
@NullMarked
package io.github.resourcemonitor.dashboard.autoconfigure;

import org.jspecify.annotations.NullMarked;
