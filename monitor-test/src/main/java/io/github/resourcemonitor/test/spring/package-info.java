/**
 * Gives the records of a test to tests of Spring.
 */
@NullMarked
package io.github.resourcemonitor.test.spring;

import org.jspecify.annotations.NullMarked;
