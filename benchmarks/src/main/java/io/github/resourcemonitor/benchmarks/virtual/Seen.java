package io.github.resourcemonitor.benchmarks.virtual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Gives what a carrier used to the task that was seen on it before and after. A virtual
 * thread is never taken off its carrier while it computes, so that is exact for a task
 * that does not block unseen. What lies between two tasks seen is divided in halves; the
 * half of nobody is split equally between all that are open.
 */
final class Seen extends Split {

	private final boolean pauses;

	/**
	 * The task that was last seen on a carrier, unless it was seen leaving.
	 */
	private final Map<Long, Stay> seen = new HashMap<>();

	Seen(Carriers carriers, boolean pauses) {
		super(carriers, false);
		this.pauses = pauses;
	}

	@Override
	boolean seesPauses() {
		return this.pauses;
	}

	@Override
	void onStart(Stay stay) {
		long carrier = this.carriers.current();
		Stay before = this.seen.get(carrier);
		// The task itself has not worked yet.
		give(carrier, before, before);
		this.seen.put(carrier, stay);
	}

	@Override
	void onEnd(Stay stay) {
		long carrier = this.carriers.current();
		give(carrier, this.seen.get(carrier), stay);
		this.seen.remove(carrier);
	}

	@Override
	void onTick() {
		Map<Long, Stay> mounted = new HashMap<>();
		for (Stay stay : this.open) {
			Long carrier = (stay.thread.getState() == Thread.State.RUNNABLE) ? this.carriers.of(stay.thread) : null;
			if (carrier != null) {
				mounted.put(carrier, stay);
			}
		}
		for (long carrier : this.carriers.list().values()) {
			Stay now = mounted.get(carrier);
			give(carrier, this.seen.get(carrier), now);
			if (now != null) {
				this.seen.put(carrier, now);
			}
			else {
				this.seen.remove(carrier);
			}
		}
	}

	private void give(long carrier, @Nullable Stay before, @Nullable Stay after) {
		long[] growth = growth(carrier);
		for (Stay stay : new @Nullable Stay[] { before, after }) {
			share((stay != null && stay.index >= 0) ? List.of(stay) : this.open, growth[0] / 2.0, growth[1] / 2.0);
		}
	}

}
