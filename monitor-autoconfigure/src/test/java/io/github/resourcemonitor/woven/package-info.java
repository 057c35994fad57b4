/**
 * An application whose classes are woven when they are loaded: outside the packages of
 * the library, which are not.
 */
@NullMarked
package io.github.resourcemonitor.woven;

import org.jspecify.annotations.NullMarked;
