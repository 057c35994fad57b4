/**
 * A web application with two monitored functions on Cloud Storage.
 */
@NullMarked
package io.github.resourcemonitor.demo;

import org.jspecify.annotations.NullMarked;
