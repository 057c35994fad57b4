/**
 * Assertions on records, for the tests of applications.
 */
@NullMarked
package io.github.resourcemonitor.test;

import org.jspecify.annotations.NullMarked;
