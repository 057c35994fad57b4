package io.github.resourcemonitor.sampling;

import java.util.HashMap;
import java.util.Map;

/**
 * Sums the byte counters of network interfaces, from one reading to the next: loopback,
 * and all others.
 * <p>
 * Differences are taken for each interface. The counters of the interfaces of the first
 * reading are part of the sums. Those of an interface that appears later are a baseline,
 * because it may have counted the traffic of others before, and what an interface had
 * counted remains part of the sums after it has vanished. So the sums never step back and
 * never jump.
 *
 * <pre class="code">
 * totals.begin();
 * totals.add("eth0", false, received, sent); // for each interface
 * totals.end(row);
 * </pre>
 * <p>
 * Not thread-safe. Allocates nothing while the interfaces stay the same.
 */
public final class InterfaceTotals {

	private static final long WRAP = 1L << 32;

	private final Map<String, Counters> interfaces = new HashMap<>();

	private final Total received = new Total(Column.NETWORK_RECEIVED);

	private final Total sent = new Total(Column.NETWORK_SENT);

	private final Total loopbackReceived = new Total(Column.NETWORK_LOOPBACK_RECEIVED);

	private final Total loopbackSent = new Total(Column.NETWORK_LOOPBACK_SENT);

	private long reading;

	private int seen;

	private boolean any;

	private boolean first = true;

	/**
	 * Begin a reading.
	 */
	public void begin() {
		this.reading++;
		this.seen = 0;
		this.any = false;
		this.received.begin();
		this.sent.begin();
		this.loopbackReceived.begin();
		this.loopbackSent.begin();
	}

	/**
	 * Add an interface.
	 * @param name its name, unique in the reading
	 * @param loopback whether it is the loopback interface
	 * @param bytesReceived the bytes received; negative if unknown
	 * @param bytesSent the bytes sent; negative if unknown
	 */
	public void add(String name, boolean loopback, long bytesReceived, long bytesSent) {
		Counters counters = this.interfaces.get(name);
		if (counters == null) {
			counters = new Counters(!this.first);
			this.interfaces.put(name, counters);
		}
		if (counters.reading != this.reading) {
			counters.reading = this.reading;
			this.seen++;
		}
		counters.update(bytesReceived, bytesSent, loopback ? this.loopbackReceived : this.received,
				loopback ? this.loopbackSent : this.sent);
		this.any |= bytesReceived >= 0 || bytesSent >= 0;
	}

	/**
	 * End a reading.
	 * @param row the row that receives the sums; a sum is not set if an interface has no
	 * value for it
	 */
	public void end(long[] row) {
		if (this.seen < this.interfaces.size()) {
			this.interfaces.values().removeIf((counters) -> counters.reading != this.reading);
		}
		this.first &= this.seen == 0;
		// A system that has no interface but loopback has 0 bytes elsewhere.
		this.received.any |= this.any;
		this.sent.any |= this.any;
		this.received.put(row);
		this.sent.put(row);
		this.loopbackReceived.put(row);
		this.loopbackSent.put(row);
	}

	/**
	 * Sum of one counter over interfaces.
	 */
	private static final class Total {

		private final int column;

		private long sum;

		/**
		 * Whether an interface had a value in this reading, and whether one had none.
		 */
		private boolean any;

		private boolean incomplete;

		Total(Column column) {
			this.column = column.ordinal();
		}

		void begin() {
			this.any = false;
			this.incomplete = false;
		}

		void grow(long by) {
			long result = this.sum + by;
			if (result >= 0) {
				this.sum = result;
			}
			else {
				this.incomplete = true;
			}
		}

		void put(long[] row) {
			if (this.any && !this.incomplete) {
				row[this.column] = this.sum;
			}
		}

	}

	/**
	 * Last counters of one interface.
	 */
	private static final class Counters {

		private static final long UNKNOWN = -1;

		private final boolean later;

		private long reading;

		private long received = UNKNOWN;

		private long sent = UNKNOWN;

		Counters(boolean later) {
			this.later = later;
		}

		void update(long nowReceived, long nowSent, Total receivedTotal, Total sentTotal) {
			long lastReceived = this.received;
			long lastSent = this.sent;
			this.received = next(lastReceived, nowReceived, grew(lastSent, nowSent), receivedTotal);
			this.sent = next(lastSent, nowSent, grew(lastReceived, nowReceived), sentTotal);
		}

		/**
		 * Return whether a counter shows that its interface is still the same one.
		 */
		private static boolean grew(long last, long now) {
			return last > 0 && now >= last;
		}

		private long next(long last, long now, boolean sameInterface, Total total) {
			if (now < 0) {
				total.incomplete = true;
				return last;
			}
			total.any = true;
			if (last != UNKNOWN) {
				total.grow(growth(last, now, sameInterface));
			}
			else if (!this.later) {
				total.grow(now);
			}
			return now;
		}

		/**
		 * Return how much a counter grew. If it steps back while the other one of the
		 * interface does not, it is a counter of 32 bits that has wrapped; otherwise the
		 * interface was reset, and its counters are new baselines.
		 */
		private static long growth(long last, long now, boolean sameInterface) {
			if (now >= last) {
				return now - last;
			}
			boolean wrapped = sameInterface && last < WRAP && last - now > WRAP / 2;
			return wrapped ? now + WRAP - last : 0;
		}

	}

}
