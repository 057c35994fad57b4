/**
 * Beans in a package like those of Google's clients.
 */
@NullMarked
package com.google.cloud.resourcemonitor;

import org.jspecify.annotations.NullMarked;
