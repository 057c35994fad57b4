package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * The JDK's HTTP server with daemon threads of a common name. The JDK's own threads
 * inherit both from the thread that starts the server, so a daemon thread in a group of
 * that name creates the server.
 */
final class DaemonHttpServer {

	private static final String NO_DELAY = "sun.net.httpserver.nodelay";

	private static final int THREADS = 16;

	private static final int IDLE_SECONDS = 10;

	private static final int CLOSE_SECONDS = 5;

	static {
		// Before JDK 20 the server sends headers and body separately. Without this
		// property, a small response waits 40 ms for the client's delayed acknowledgement
		// (JDK-6968351).
		if (System.getProperty(NO_DELAY) == null) {
			System.setProperty(NO_DELAY, "true");
		}
	}

	private final AtomicInteger threadNumber = new AtomicInteger();

	private final String name;

	private final ThreadGroup group;

	private final HttpServer server;

	private final ThreadPoolExecutor executor;

	DaemonHttpServer(String name, int port) {
		this.name = name;
		this.group = new ThreadGroup(name);
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
		this.server = callInGroup(() -> HttpServer.create(address, 0));
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), this::thread);
		this.executor.allowCoreThreadTimeOut(true);
		this.server.setExecutor(this.executor);
	}

	private Thread thread(Runnable task) {
		Thread thread = new Thread(this.group, task, this.name + "-" + this.threadNumber.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

	private <T> T callInGroup(Callable<T> action) {
		FutureTask<T> task = new FutureTask<>(action);
		thread(task).start();
		try {
			return task.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? new UncheckedIOException(cause)
					: new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the server was started", ex);
		}
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	void start(HttpHandler handler) {
		this.server.createContext("/", handler);
		callInGroup(() -> {
			this.server.start();
			return this;
		});
		nameThreads();
	}

	private void nameThreads() {
		Thread[] threads = new Thread[THREADS];
		int count = this.group.enumerate(threads);
		for (int i = 0; i < count; i++) {
			if (!threads[i].getName().startsWith(this.name)) {
				threads[i].setName(this.name + "-" + threads[i].getName());
			}
		}
	}

	/**
	 * Frees the port, closes all connections and waits for the threads.
	 */
	void stop() {
		this.server.stop(0);
		this.executor.shutdownNow();
		try {
			this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
