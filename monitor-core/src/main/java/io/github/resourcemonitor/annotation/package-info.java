/**
 * The annotations that mark what is measured.
 */
@NullMarked
package io.github.resourcemonitor.annotation;

import org.jspecify.annotations.NullMarked;
