/**
 * Interception of annotated beans by plain advisors.
 */
@NullMarked
package io.github.resourcemonitor.aop;

import org.jspecify.annotations.NullMarked;
