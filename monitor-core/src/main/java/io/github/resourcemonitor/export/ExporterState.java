package io.github.resourcemonitor.export;

/**
 * What one exporter has done.
 *
 * @param name the name of the exporter, unique in its monitor
 * @param waiting the number of records that wait
 * @param exported the number of records that were exported
 * @param dropped the number of records that were not and never will be, because the queue
 * was full, the export failed for good, or the process ended
 * @param failures the number of exports and flushes that failed or took too long
 * @param withoutSamples the number of records whose samples were left out for lack of
 * room
 */
public record ExporterState(String name, int waiting, long exported, long dropped, long failures, long withoutSamples) {

}
