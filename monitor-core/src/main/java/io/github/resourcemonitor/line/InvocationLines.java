package io.github.resourcemonitor.line;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.LineJson;
import io.github.resourcemonitor.schema.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines for invocations: for an instance one before the first, for each record one
 * or none, and in the next how many had none.
 * <p>
 * Safe for use by several threads. They wait for each other only while the line of the
 * instance is written.
 */
public final class InvocationLines {

	private final LineJson json;

	private final boolean introducing;

	private final LineSelection selection;

	private final InstanceFacts facts = new InstanceFacts(Path.of("/proc"));

	private final AtomicLong omitted = new AtomicLong();

	// Not a monitor, which a virtual thread would hold its carrier in.
	private final ReentrantLock introduction = new ReentrantLock();

	/**
	 * The instance that was introduced last.
	 */
	private volatile @Nullable String introduced;

	/**
	 * The instance that was introduced before it: the process was restored from a
	 * checkpoint, and invocations that had started before it end after it.
	 */
	private volatile @Nullable String introducedBefore;

	/**
	 * Create lines.
	 * @param options what is written
	 */
	public InvocationLines(LineOptions options) {
		this.json = new LineJson(options.format(), options.cloudLogging());
		this.introducing = options.instance();
		this.selection = new LineSelection(options.rule(), options.handlers());
	}

	/**
	 * Write the line of a record, if it is to have one.
	 * @param record the record
	 * @param target takes the bytes of each line in one call, and keeps none of them
	 * @param <E> what the target throws
	 * @return whether anything was written
	 * @throws E if the target does
	 */
	public <E extends Exception> boolean write(InvocationRecord record, RecordJson.Target<E> target) throws E {
		if (!this.selection.includes(record)) {
			this.omitted.incrementAndGet();
			return false;
		}
		if (this.introducing) {
			introduce(record, target);
		}
		long count = (this.omitted.get() > 0) ? this.omitted.getAndSet(0) : 0;
		boolean written = false;
		try {
			this.json.write(record, count, target);
			written = true;
		}
		finally {
			if (!written) {
				this.omitted.addAndGet(count);
			}
		}
		return true;
	}

	private <E extends Exception> void introduce(InvocationRecord record, RecordJson.Target<E> target) throws E {
		String instance = record.function().instance();
		if (isIntroduced(instance)) {
			return;
		}
		this.introduction.lock();
		try {
			if (!isIntroduced(instance)) {
				this.json.write(this.facts.of(record), target);
				this.introducedBefore = this.introduced;
				this.introduced = instance;
			}
		}
		finally {
			this.introduction.unlock();
		}
	}

	private boolean isIntroduced(String instance) {
		return instance.equals(this.introduced) || instance.equals(this.introducedBefore);
	}

}
