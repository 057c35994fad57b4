/**
 * Beans in a package like those of Spring.
 */
@NullMarked
package org.springframework.samples.resourcemonitor;

import org.jspecify.annotations.NullMarked;
