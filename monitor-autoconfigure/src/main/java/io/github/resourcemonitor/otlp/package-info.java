/**
 * Export of records over OTLP, by the exporters of the OpenTelemetry SDK: as log events,
 * and as metrics with delta temporality that lose nothing when the process is frozen or a
 * request fails.
 */
@NullMarked
package io.github.resourcemonitor.otlp;

import org.jspecify.annotations.NullMarked;
