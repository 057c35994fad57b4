/**
 * Puts a monitor together without a framework.
 */
@NullMarked
package io.github.resourcemonitor.standalone;

import org.jspecify.annotations.NullMarked;
