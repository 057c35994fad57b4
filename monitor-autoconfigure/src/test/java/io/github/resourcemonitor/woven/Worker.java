package io.github.resourcemonitor.woven;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.woven.Advised.OnAnotherThread;
import io.github.resourcemonitor.woven.Advised.Retried;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

import org.springframework.scheduling.annotation.Async;

/**
 * A bean with a proxy.
 */
class Worker implements Api {

	private final AtomicInteger attempts = new AtomicInteger();

	@PostConstruct
	void starting() {
		handle();
	}

	@PreDestroy
	void closing() {
		handle();
	}

	@MonitoredHandler
	String handle() {
		return "done";
	}

	String callHandle() {
		return this.handle();
	}

	@MonitoredHandler
	private String secret(String input) {
		return "secret " + input;
	}

	String callSecret(String input) {
		return secret(input);
	}

	String callSecretOfOwn() {
		return secret("own");
	}

	@MonitoredHandler
	String callPlain() {
		return new Plain().handle();
	}

	@MonitoredHandler
	String callOther(Worker other) {
		return other.callSecretOfOwn();
	}

	@MonitoredHandler
	final String fixed() {
		return "fixed";
	}

	@MonitoredHandler
	static int twice(int number) {
		return 2 * number;
	}

	@MonitoredHandler
	int recurse(int depth) {
		return (depth > 0) ? 1 + recurse(depth - 1) : 0;
	}

	@MonitoredHandler
	@Retried
	int retried() {
		return failTwice();
	}

	@MonitoredHandler
	@Retried
	int retriedRecursion(int depth) {
		return failTwice() + ((depth > 0) ? retriedRecursion(depth - 1) : 0);
	}

	private int failTwice() {
		int attempt = this.attempts.incrementAndGet();
		if (attempt <= 2) {
			throw new IllegalStateException("attempt " + attempt);
		}
		return attempt;
	}

	void reset() {
		this.attempts.set(0);
	}

	@MonitoredHandler
	byte[] callRetriedService(Worker proxy) {
		return proxy.retriedService();
	}

	@CloudServiceCall(direction = CallDirection.DOWNLOAD)
	@Retried
	byte[] retriedService() {
		return new byte[failTwice()];
	}

	@Async
	@MonitoredHandler
	CompletableFuture<String> later() {
		return CompletableFuture.completedFuture("later");
	}

	@MonitoredHandler
	@OnAnotherThread
	String elsewhere() {
		return "elsewhere";
	}

	@MonitoredHandler
	@CloudServiceCall(direction = CallDirection.DOWNLOAD)
	byte[] both() {
		return new byte[7];
	}

	byte[] callBoth() {
		return both();
	}

	@Override
	public String fromInterface() {
		return "interface";
	}

	String callFromInterface() {
		return fromInterface();
	}

}
