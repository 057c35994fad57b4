package io.github.resourcemonitor.schema;

import java.util.List;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.SampleSeries;

/**
 * The samples of a record as CSV with a header line (RFC 4180); a place is empty where
 * nothing was read, percentages have three decimals.
 */
public final class SamplesCsv {

	private static final String LINE_END = "\r\n";

	private SamplesCsv() {
	}

	/**
	 * Return the samples of a record.
	 * @param record the record
	 * @return the CSV; the header line alone if there are no samples
	 */
	public static String of(InvocationRecord record) {
		SampleSeries series = record.samples();
		List<Column> columns = (series != null) ? series.columns() : record.process().catalog().recorded();
		StringBuilder csv = new StringBuilder(String.join(",", SampleColumns.names(columns))).append(LINE_END);
		for (int row = 0; series != null && row < series.size(); row++) {
			csv.append(series.times()[row]);
			for (int i = 0; i < columns.size(); i++) {
				csv.append(',');
				append(csv, columns.get(i), series.rows()[row][i]);
			}
			csv.append(LINE_END);
		}
		return csv.toString();
	}

	private static void append(StringBuilder csv, Column column, long raw) {
		if (raw == Column.ABSENT) {
			return;
		}
		if (column.unit() != Column.Unit.PERCENT) {
			csv.append(raw);
			return;
		}
		long thousandths = Math.abs(raw);
		csv.append((raw < 0) ? "-" : "").append(thousandths / Column.PERCENT_SCALE).append('.');
		csv.append(thousandths / 100 % 10).append(thousandths / 10 % 10).append(thousandths % 10);
	}

}
