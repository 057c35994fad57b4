/**
 * Readings through OSHI, for systems other than Linux, and facts about the host.
 */
@NullMarked
package io.github.resourcemonitor.oshi;

import org.jspecify.annotations.NullMarked;
