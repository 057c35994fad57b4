/**
 * The images and texts that are there at the start.
 */
@NullMarked
package io.github.resourcemonitor.demo.seed;

import org.jspecify.annotations.NullMarked;
