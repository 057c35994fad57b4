/**
 * Readers of {@code /proc} and cgroup files.
 */
@NullMarked
package io.github.resourcemonitor.sampling.linux;

import org.jspecify.annotations.NullMarked;
