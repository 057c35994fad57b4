package io.github.resourcemonitor.otlp;

import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.export.ExporterThreads;

/**
 * Gives each request a thread, so that one that hangs can be given up: the HTTP client of
 * JDK 17 cannot be interrupted while it reads an answer that never ends. Such threads are
 * bounded; when there are too many, requests are rejected until one of them ends.
 */
final class RequestThreads extends AbstractExecutorService {

	static final int MAX_THREADS = 5;

	static final String NAME = ExporterThreads.name("request-");

	private final String name;

	private final Set<Thread> running = ConcurrentHashMap.newKeySet();

	private volatile boolean shutdown;

	/**
	 * Create new threads.
	 * @param signal the signal that they send
	 */
	RequestThreads(OtlpSignal signal) {
		this.name = NAME + signal.path().substring(signal.path().lastIndexOf('/') + 1);
	}

	@Override
	public void execute(Runnable command) {
		if (this.shutdown || this.running.size() >= MAX_THREADS) {
			throw new RejectedExecutionException(this.running.size() + " earlier requests hang");
		}
		RequestThread thread = new RequestThread(() -> run(command), this.name);
		this.running.add(thread);
		thread.start();
	}

	private void run(Runnable command) {
		try {
			command.run();
		}
		finally {
			this.running.remove(Thread.currentThread());
		}
	}

	/**
	 * Give up the requests that are being sent.
	 */
	void giveUp() {
		this.running.forEach(Thread::interrupt);
	}

	@Override
	public void shutdown() {
		this.shutdown = true;
	}

	@Override
	public List<Runnable> shutdownNow() {
		shutdown();
		giveUp();
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return this.shutdown && this.running.isEmpty();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		// Threads that hang are not waited for.
		return isTerminated();
	}

	/**
	 * A thread that sends a request. Senders may give it another name meanwhile.
	 */
	static final class RequestThread extends Thread {

		RequestThread(Runnable task, String name) {
			// Thread locals of the thread that exports are not inherited.
			super(null, task, name, 0, false);
			setDaemon(true);
		}

	}

}
