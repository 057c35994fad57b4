/**
 * What an invocation and an instance cost: prices, the rules of platforms, and the
 * calculation, exact to the last digit.
 */
@NullMarked
package io.github.resourcemonitor.cost;

import org.jspecify.annotations.NullMarked;
