/**
 * Access to the objects, and the storage server that holds them by default.
 */
@NullMarked
package io.github.resourcemonitor.demo.storage;

import org.jspecify.annotations.NullMarked;
