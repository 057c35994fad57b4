/**
 * Takes records out of the process: each exporter has a queue and a thread of its own, so
 * that a slow, failing or hanging one delays no invocation and no other exporter.
 */
@NullMarked
package io.github.resourcemonitor.export;

import org.jspecify.annotations.NullMarked;
