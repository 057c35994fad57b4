package io.github.resourcemonitor.file;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.resourcemonitor.record.FunctionIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Name of a file that this package has written:
 * {@code <function>-<instance>-<time>-<number>.jsonl}, then {@code .gz} if it is
 * compressed, then {@code .open} while it grows.
 *
 * @param origin function and instance, in characters that are safe everywhere
 * @param time when the file was begun, in UTC, such as {@code 20261123T040506Z}
 * @param number tells files of the same instance and second apart
 * @param gzip whether the file is compressed
 * @param open whether the file is not complete
 */
record RecordFileName(String origin, String time, int number, boolean gzip, boolean open) {

	static final String OPEN = ".open";

	static final Comparator<RecordFileName> OLDEST_FIRST = Comparator.comparing(RecordFileName::time)
		.thenComparing(RecordFileName::number)
		.thenComparing(RecordFileName::origin);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private static final Pattern FORM = Pattern
		.compile("(?<origin>[\\w.-]+-[\\w.-]+)-(?<time>\\d{8}T\\d{6}Z)-(?<number>\\d{4,9})\\.jsonl(?<gzip>\\.gz)?"
				+ "(?<open>\\.open)?");

	private static final Pattern UNSAFE = Pattern.compile("^\\.|[^A-Za-z0-9._-]");

	/**
	 * File systems allow 255 bytes for the whole name.
	 */
	private static final int MAX_PART = 80;

	/**
	 * Return function and instance as they stand in names.
	 */
	static String origin(FunctionIdentity function) {
		return safe(function.name(), "function") + "-" + safe(function.instance(), "instance");
	}

	private static String safe(@Nullable String text, String otherwise) {
		if (text == null || text.isEmpty()) {
			return otherwise;
		}
		return UNSAFE.matcher(text.substring(0, Math.min(text.length(), MAX_PART))).replaceAll("_");
	}

	/**
	 * Return the name of a file that is begun now.
	 */
	static RecordFileName begin(String origin, Instant now, int number, boolean gzip) {
		return new RecordFileName(origin, TIME.format(now), number, gzip, true);
	}

	/**
	 * Return a name, or {@code null} if it is not one of ours.
	 */
	static @Nullable RecordFileName parse(String name) {
		Matcher matcher = FORM.matcher(name);
		if (!matcher.matches()) {
			return null;
		}
		return new RecordFileName(matcher.group("origin"), matcher.group("time"),
				Integer.parseInt(matcher.group("number")), matcher.group("gzip") != null,
				matcher.group("open") != null);
	}

	RecordFileName complete() {
		return new RecordFileName(this.origin, this.time, this.number, this.gzip, false);
	}

	RecordFileName numbered(int other) {
		return new RecordFileName(this.origin, this.time, other, this.gzip, this.open);
	}

	@Override
	public String toString() {
		String digits = String.valueOf(this.number);
		return this.origin + "-" + this.time + "-" + "0".repeat(Math.max(0, 4 - digits.length())) + digits + ".jsonl"
				+ (this.gzip ? ".gz" : "") + (this.open ? OPEN : "");
	}

}
