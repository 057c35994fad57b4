/**
 * Readings through OSHI, for systems other than Linux, and facts of the host.
 */
@NullMarked
package io.github.resourcemonitor.oshi;

import org.jspecify.annotations.NullMarked;
