/**
 * An application whose classes are woven when they are loaded. It is outside the packages
 * of the library, which are not woven.
 */
@NullMarked
package io.github.resourcemonitor.woven;

import org.jspecify.annotations.NullMarked;
