/**
 * A Cloud Storage server on loopback that keeps everything in memory, for the demo and
 * the tests.
 */
@NullMarked
package io.github.resourcemonitor.storageserver;

import org.jspecify.annotations.NullMarked;
