/**
 * Auto-configuration. The only package that depends on all others.
 */
@NullMarked
package io.github.resourcemonitor.autoconfigure;

import org.jspecify.annotations.NullMarked;
