/**
 * The form in which records leave the process: the catalogue of their fields, and what is
 * written by it.
 */
@NullMarked
package io.github.resourcemonitor.schema;

import org.jspecify.annotations.NullMarked;
