/**
 * Tests for load-time weaving.
 */
@NullMarked
package io.github.resourcemonitor.weaving;

import org.jspecify.annotations.NullMarked;
