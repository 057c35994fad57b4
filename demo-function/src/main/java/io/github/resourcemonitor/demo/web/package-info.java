/**
 * What the application says over HTTP apart from the functions' results.
 */
@NullMarked
package io.github.resourcemonitor.demo.web;

import org.jspecify.annotations.NullMarked;
