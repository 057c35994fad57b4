package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.accuracy.Moment.Range;
import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;

/**
 * The results of comparing columns with other sources.
 */
final class Findings {

	private final Map<Column, List<Finding>> findings = new EnumMap<>(Column.class);

	/**
	 * Compare a column with a source of the same quantity, at some moments.
	 * @param below how much lower the library's value may be
	 * @param above how much higher it may be
	 * @param why the reason for both tolerances
	 */
	void same(Column column, String source, long below, long above, String why, Moment... moments) {
		for (Moment moment : moments) {
			Range others = moment.has(source) ? moment.range(source) : null;
			add(new Finding(column, "value", source, moment.row().get(column), others, below, above, why));
		}
	}

	/**
	 * Compare the growth of a column with that of a source.
	 */
	void sameGrowth(Column column, String source, long below, long above, String why, Moment from, Moment to) {
		Range others = (from.has(source) && to.has(source)) ? to.growth(source, from) : null;
		add(new Finding(column, "growth", source, growth(column, from, to), others, below, above, why));
	}

	/**
	 * Compare the growth of a column with the work done meanwhile.
	 * @param expected the amount of work, {@code null} if this machine cannot do it
	 */
	void growthByWork(Column column, String work, @Nullable Range expected, String why, Moment from, Moment to) {
		add(new Finding(column, "growth", work, growth(column, from, to), expected, 0, 0, why));
	}

	private static @Nullable Long growth(Column column, Moment from, Moment to) {
		boolean known = from.row().containsKey(column) && to.row().containsKey(column);
		return known ? to.growth(column, from) : null;
	}

	void add(Finding finding) {
		this.findings.computeIfAbsent(finding.column, (column) -> new ArrayList<>()).add(finding);
	}

	List<Finding> of(Column column) {
		return this.findings.getOrDefault(column, List.of());
	}

	/**
	 * Write all comparisons as a Markdown table; of several moments, the last.
	 */
	void write(Path file, String title) throws IOException {
		StringBuilder text = new StringBuilder(title)
			.append("\n\n| column | | the library | the other source | what it says | may differ by | because |\n")
			.append("|---|---|---|---|---|---|---|\n");
		this.findings.forEach((column, all) -> {
			Map<String, Finding> last = new LinkedHashMap<>();
			all.stream()
				.filter(Finding::isComparable)
				.forEach((finding) -> last.put(finding.quantity + finding.source + finding.why, finding));
			last.values().forEach((finding) -> text.append(finding.line()));
		});
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	/**
	 * One comparison.
	 *
	 * @param column the column
	 * @param quantity the compared quantity of the column
	 * @param source the other source
	 * @param library the library's value; {@code null} if it has none
	 * @param others the values that the other source allows; {@code null} if it is not
	 * available
	 * @param below how much lower the library's value may be
	 * @param above how much higher it may be
	 * @param why the reason for both tolerances
	 */
	record Finding(Column column, String quantity, String source, @Nullable Long library, @Nullable Range others,
			long below, long above, String why) {

		boolean isComparable() {
			return this.library != null && this.others != null;
		}

		boolean agrees() {
			return this.library != null && this.others != null
					&& this.others.widened(this.below, this.above).contains(this.library);
		}

		private String line() {
			String difference = (this.below == this.above) ? Long.toString(this.below)
					: "-" + this.below + " … +" + this.above;
			return "| `%s` | %s | %s | %s | %s | %s | %s |%n".formatted(this.column.label(), this.quantity,
					this.library, this.source, this.others, difference, this.why);
		}

		@Override
		public String toString() {
			return this.column.label() + ", " + this.quantity + ": the library says " + this.library + ", "
					+ this.source + " says " + this.others + ", and may differ by -" + this.below + " … +" + this.above
					+ " (" + this.why + ")";
		}

	}

}
