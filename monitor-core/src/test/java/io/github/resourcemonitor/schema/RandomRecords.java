package io.github.resourcemonitor.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.FakeSource;
import io.github.resourcemonitor.sampling.ManualSampler;
import io.github.resourcemonitor.sampling.ManualClock;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.SampleAggregate;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.sampling.SampleWindow;
import io.github.resourcemonitor.sampling.ThreadTimes;
import io.github.resourcemonitor.share.Concurrency;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.TestShares;

/**
 * Factory of random records.
 */
public final class RandomRecords {

	private static final long MILLI = 1_000_000;

	private static final String[] TEXTS = { "plain", "", "a \"quoted\" name", "back\\slash", "two\nlines\r\n",
			"\u0000\u001f\u007f", "Zürich", "日本語", "😀", "\u2028\u2029", "</script>", "{}", "[" };

	private RandomRecords() {
	}

	/**
	 * Return a random record in which any value may be unknown.
	 * @param random the source of randomness
	 * @return the record
	 */
	public static InvocationRecord record(Random random) {
		Outcome outcome = Outcome.values()[random.nextInt(3)];
		return new InvocationRecord(1 + random.nextInt(3), maybe(random, text(random)), text(random),
				maybe(random, origin(random)),
				new FunctionIdentity(maybe(random, text(random)), maybe(random, text(random)), text(random), false),
				maybe(random, new TraceContext(text(random), text(random))), instant(random), positive(random), outcome,
				maybe(random, text(random)), maybe(random, positive(random)),
				new Concurrency(1 + random.nextInt(100), number(random)), own(random), maybe(random, share(random)),
				nested(random), usage(random), calls(random), maybe(random, samples(random)),
				new MonitorCost(positive(random), positive(random)), maybe(random, cost(random)));
	}

	private static InvocationCost cost(Random random) {
		Map<InvocationCost.Part, Double> amounts = new EnumMap<>(InvocationCost.Part.class);
		List<InvocationCost.Reason> missing = new ArrayList<>();
		for (InvocationCost.Part part : InvocationCost.Part.values()) {
			if (random.nextBoolean()) {
				amounts.put(part, random.nextInt(1_000_000) / 1e12);
			}
			else if (random.nextBoolean()) {
				missing.add(new InvocationCost.Reason(part, text(random)));
			}
		}
		return new RandomCost(amounts, missing, List.of(text(random), text(random)));
	}

	private static Origin origin(Random random) {
		Trigger[] triggers = Trigger.values();
		return new Origin(triggers[random.nextInt(triggers.length)], maybe(random, new HandledRequest(text(random),
				maybe(random, text(random)), maybe(random, 100 + random.nextInt(500)))));
	}

	private static <T> T maybe(Random random, T value) {
		return random.nextBoolean() ? value : null;
	}

	private static String text(Random random) {
		return TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)];
	}

	private static long positive(Random random) {
		return random.nextLong() >>> 1 + random.nextInt(63);
	}

	private static double number(Random random) {
		return switch (random.nextInt(5)) {
			case 0 -> Double.NaN;
			case 1 -> Double.POSITIVE_INFINITY;
			case 2 -> random.nextInt(10_000) / 1000.0;
			case 3 -> random.nextInt(10_000) / 7.0;
			default -> Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(40) - 20);
		};
	}

	private static Instant instant(Random random) {
		int[] steps = { 1_000_000_000, 1_000_000, 1000, 1 };
		int nanos = random.nextInt(1_000_000_000);
		return Instant.ofEpochSecond(random.nextInt(), nanos - nanos % steps[random.nextInt(steps.length)]);
	}

	private static OwnUsage own(Random random) {
		return new OwnUsage(maybe(random, positive(random)), maybe(random, positive(random)),
				maybe(random, new OwnUsage.Estimate(positive(random), positive(random), positive(random))),
				random.nextInt(100), maybe(random, text(random)), random.nextBoolean() ? 10 * MILLI : 0);
	}

	private static FairShare share(Random random) {
		Map<Column, Long> values = new EnumMap<>(Column.class);
		for (Column column : FairShare.columns()) {
			if (random.nextBoolean()) {
				values.put(column, (long) random.nextInt(1000));
			}
		}
		return random.nextBoolean() ? TestShares.of(random.nextInt(1000), 3, 4, values)
				: TestShares.ofWallTime(random.nextInt(1000));
	}

	private static NestedUsage nested(Random random) {
		return random.nextBoolean() ? NestedUsage.NONE
				: new NestedUsage(random.nextInt(3), maybe(random, positive(random)), maybe(random, positive(random)));
	}

	private static List<ServiceCallUsage> calls(Random random) {
		List<ServiceCallUsage> calls = new ArrayList<>();
		for (int count = random.nextInt(4); count > 0; count--) {
			CallDirection direction = CallDirection.values()[random.nextInt(3)];
			calls.add(new ServiceCallUsage(text(random), text(random), direction, random.nextInt(9), random.nextInt(9),
					maybe(random, (long) random.nextInt(1000)), random.nextInt(2), random.nextInt(2),
					maybe(random, positive(random)), maybe(random, positive(random)), maybe(random, requests(random))));
		}
		return calls;
	}

	private static ServiceCallUsage.Requests requests(Random random) {
		Map<String, Long> statuses = new LinkedHashMap<>();
		for (int count = random.nextInt(4); count > 0; count--) {
			statuses.put(text(random), positive(random));
		}
		return new ServiceCallUsage.Requests(positive(random), positive(random), positive(random), positive(random),
				statuses);
	}

	private static SampleSeries samples(Random random) {
		List<Column> columns = new ArrayList<>();
		for (Column column : Column.values()) {
			if (random.nextInt(4) == 0) {
				columns.add(column);
			}
		}
		long[][] rows = new long[random.nextInt(5)][columns.size()];
		for (long[] row : rows) {
			Arrays.setAll(row, (index) -> random.nextInt(4) == 0 ? Column.ABSENT : random.nextInt(1_000_000));
		}
		return new SampleSeries(1 + random.nextInt(1_000_000_000), columns,
				random.longs(rows.length, 0, MILLI).toArray(), rows);
	}

	/**
	 * Return a random usage of a process.
	 * @param random the source of randomness
	 * @return the usage
	 */
	public static ProcessUsage usage(Random random) {
		FakeSource source = new FakeSource();
		List<Column> readable = new ArrayList<>();
		for (Column column : Column.values()) {
			if (random.nextInt(4) > 0 && column != Column.CPU_PERCENT) {
				readable.add(column);
				if (random.nextInt(8) == 0) {
					source.judge(column, Availability.values()[random.nextInt(4)]);
				}
				if (random.nextInt(4) == 0) {
					source.resolution(column, 10 * MILLI);
				}
			}
		}
		source.edge(readable.toArray(Column[]::new));
		if (random.nextBoolean()) {
			source.threads(new ThreadTimes(List.of()));
		}
		Failures failures = new Failures();
		ColumnCatalog catalog = ColumnCatalog.probe(source, failures);
		ManualClock clock = new ManualClock();
		ManualSampler hand = new ManualSampler(source, catalog, clock, failures);
		SampleWindow window = hand.sampler().open();
		for (int ticks = random.nextInt(4); ticks > 0; ticks--) {
			readable.forEach((column) -> source.set(column, randomValue(random)));
			clock.advance(50 * MILLI);
			hand.tick(1);
		}
		SampleAggregate samples = hand.sampler().close(window);
		return new ProcessUsage(catalog, randomReading(random, 0), randomReading(random, 100 * MILLI),
				random.nextBoolean() ? samples : null);
	}

	private static Reading randomReading(Random random, long nanos) {
		if (random.nextInt(5) == 0) {
			return null;
		}
		long[] row = new long[Column.COUNT];
		for (int i = 0; i < row.length; i++) {
			row[i] = randomValue(random);
		}
		return new Reading(nanos, row);
	}

	private static long randomValue(Random random) {
		return switch (random.nextInt(6)) {
			case 0 -> Column.ABSENT;
			case 1 -> 0;
			case 2 -> random.nextInt(1000);
			default -> random.nextInt(60) * MILLI;
		};
	}

	/**
	 * A cost with any amounts.
	 */
	private record RandomCost(Map<InvocationCost.Part, Double> amounts, List<InvocationCost.Reason> missing,
			List<String> assumptions) implements InvocationCost {

		@Override
		public String currency() {
			return "USD";
		}

		@Override
		public BigDecimal amount() {
			return this.amounts.isEmpty() ? null : BigDecimal.valueOf(rounded());
		}

		@Override
		public BigDecimal amount(Part part) {
			return this.amounts.containsKey(part) ? BigDecimal.valueOf(rounded(part)) : null;
		}

		@Override
		public double rounded() {
			return this.amounts.isEmpty() ? Double.NaN
					: this.amounts.values().stream().mapToDouble(Double::doubleValue).sum();
		}

		@Override
		public double rounded(Part part) {
			return this.amounts.getOrDefault(part, Double.NaN);
		}

		@Override
		public LocalDate pricesDate() {
			return LocalDate.of(2026, 9, 24);
		}

	}

}
