package io.github.resourcemonitor.schema;

import io.github.resourcemonitor.record.InstanceRecord;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * A record in one sentence, for people who read a log:
 * {@code thumbnail 282 ms, CPU 257 ms, 3.5 MB down in 2 calls}. Its form may change; the
 * figures for programs are in the record.
 */
final class Sentence {

	private static final String[] SIZES = { " kB", " MB", " GB", " TB", " PB", " EB" };

	private static final int KILO = 1000;

	private static final long MILLI = 1_000_000;

	private final StringBuilder text = new StringBuilder(120);

	private Sentence() {
	}

	static String of(InvocationRecord record) {
		Sentence sentence = new Sentence();
		sentence.text.append(record.handler()).append(' ');
		sentence.duration(record.durationNanos());
		if (record.outcome() != Outcome.SUCCESS) {
			sentence.outcome(record.outcome(), record.error());
		}
		Long init = record.initNanos();
		if (init != null) {
			sentence.text.append(", cold start after ");
			sentence.duration(init);
		}
		Long cpu = record.own().totalCpuNanos();
		if (cpu != null) {
			sentence.text.append(", CPU ");
			sentence.duration(cpu);
		}
		sentence.transfers(record.transfers());
		return sentence.text.toString();
	}

	static String of(InstanceRecord instance) {
		Sentence sentence = new Sentence();
		sentence.text.append("instance ").append(instance.function().instance());
		if (instance.function().name() != null) {
			sentence.text.append(" of ").append(instance.function().name());
		}
		int processors = instance.limits().processors();
		sentence.text.append(": ").append(processors).append((processors == 1) ? " processor" : " processors");
		Long memory = instance.limits().memoryBytes();
		if (memory != null) {
			sentence.text.append(", ");
			sentence.size(memory);
			sentence.text.append(" of memory");
		}
		sentence.text.append(", Java ").append(instance.versions().java());
		return sentence.text.toString();
	}

	private void outcome(Outcome outcome, @Nullable String error) {
		this.text.append(switch (outcome) {
			case ERROR -> ", failed";
			case CANCELLED -> ", cancelled";
			case INTERRUPTED -> ", interrupted";
			case SUCCESS -> "";
		});
		if (error != null) {
			this.text.append(" with ").append(error);
		}
	}

	private void transfers(Transfers transfers) {
		Long down = transfers.downloadBytes();
		Long up = transfers.uploadBytes();
		boolean any = false;
		if (down != null && down > 0) {
			this.text.append(", ");
			size(down);
			this.text.append(" down");
			any = true;
		}
		if (up != null && up > 0) {
			this.text.append(", ");
			size(up);
			this.text.append(" up");
			any = true;
		}
		if (transfers.calls() > 0) {
			this.text.append(any ? " in " : ", ")
				.append(transfers.calls())
				.append((transfers.calls() == 1) ? " call" : " calls");
		}
	}

	private void duration(long nanos) {
		if (nanos < 10 * MILLI) {
			tenths(nanos, MILLI, " ms");
		}
		else if (nanos < 10_000 * MILLI) {
			this.text.append((nanos + MILLI / 2) / MILLI).append(" ms");
		}
		else {
			tenths(nanos, KILO * MILLI, " s");
		}
	}

	/**
	 * Append a size in units of 1000, as networks and prices have them.
	 */
	private void size(long bytes) {
		if (bytes < KILO) {
			this.text.append(bytes).append(" B");
			return;
		}
		int index = 0;
		long unit = KILO;
		while (index < SIZES.length - 1 && bytes / KILO >= unit) {
			unit *= KILO;
			index++;
		}
		tenths(bytes, unit, SIZES[index]);
	}

	private void tenths(long value, long unit, String name) {
		// A unit is larger than 10, and the rest smaller than it, so nothing overflows.
		long tenths = value % unit / (unit / 10);
		this.text.append(value / unit).append('.').append(tenths).append(name);
	}

}
