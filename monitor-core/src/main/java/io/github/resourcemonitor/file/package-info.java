/**
 * Files of records, one record on each line: writes them, within bounds, and reads them
 * again, also what a killed process has left.
 */
@NullMarked
package io.github.resourcemonitor.file;

import org.jspecify.annotations.NullMarked;
