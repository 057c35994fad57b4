/**
 * The form in which records leave the process.
 */
@NullMarked
package io.github.resourcemonitor.schema;

import org.jspecify.annotations.NullMarked;
