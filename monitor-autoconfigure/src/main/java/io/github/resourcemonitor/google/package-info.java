/**
 * Clients of Google's services that send HTTP: their transport is rebuilt so that each
 * request is measured.
 */
@NullMarked
package io.github.resourcemonitor.google;

import org.jspecify.annotations.NullMarked;
