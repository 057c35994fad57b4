/**
 * Rules of all modules, for their architecture tests.
 */
package io.github.resourcemonitor.architecture;
