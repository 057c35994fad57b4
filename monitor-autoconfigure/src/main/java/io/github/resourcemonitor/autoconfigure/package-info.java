/**
 * Auto-configuration: the one package that knows all the others.
 */
@NullMarked
package io.github.resourcemonitor.autoconfigure;

import org.jspecify.annotations.NullMarked;
