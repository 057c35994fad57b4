/**
 * Interception of annotated beans with Spring AOP advisors.
 */
@NullMarked
package io.github.resourcemonitor.aop;

import org.jspecify.annotations.NullMarked;
