/**
 * The rules that all modules keep, for their architecture tests.
 */
package io.github.resourcemonitor.architecture;
