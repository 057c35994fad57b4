/**
 * The function that scales an image.
 */
@NullMarked
package io.github.resourcemonitor.demo.thumbnail;

import org.jspecify.annotations.NullMarked;
