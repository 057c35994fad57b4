/**
 * Load-time weaving: aspects for calls that bypass the proxies.
 */
@NullMarked
package io.github.resourcemonitor.weaving;

import org.jspecify.annotations.NullMarked;
