package io.github.resourcemonitor.weaving;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.aop.MonitorAccess;
import io.github.resourcemonitor.aop.MonitoredMethodIndex;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ReflectionUtils;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link WovenCalls}, with calls made by the test instead of woven code.
 */
class WovenCallsTests {

	private final WovenCalls calls = new WovenCalls();

	private final Work work = new Work();

	@Test
	void continuesWithoutAnyContext() throws Throwable {
		assertThat(this.calls.hasContexts()).isFalse();
		assertThat(arrive("done")).isEqualTo("done");
	}

	@Test
	void recordsACallWithoutAProxy() {
		run((context, woven) -> {
			assertThat(arrive("done")).isEqualTo("done");
			assertThat(handlers(context)).containsExactly("Work.handle");
		});
	}

	@Test
	void recordsNothingBeforeTheStartAndAfterTheEnd() {
		run((context, woven) -> {
			woven.stop();
			assertThat(arrive("early")).isEqualTo("early");
			woven.start();
			woven.destroy();
			assertThat(arrive("late")).isEqualTo("late");
			assertThat(this.calls.hasContexts()).isFalse();
			assertThat(handlers(context)).isEmpty();
		});
	}

	@Test
	void recordsNothingOfABeanWhoseContextIsClosed() {
		run((context, woven) -> {
			WovenContext closed = register(this.calls, context);
			closed.postProcessBeforeInitialization(this.work, "work");
			closed.destroy();
			arrive("done");
			assertThat(handlers(context)).isEmpty();
		});
	}

	@Test
	void ignoresACallThatItsProxyMeasures() {
		run((context, woven) -> {
			assertThat(proxied(woven, () -> arrive("done"))).isEqualTo("done");
			assertThat(handlers(context)).isEmpty();
		});
	}

	@Test
	void ignoresEachRetryThatTheProxyMeasures() {
		run((context, woven) -> {
			proxied(woven, () -> {
				assertThatException().isThrownBy(() -> arrive(() -> {
					throw new IOException("first attempt");
				}));
				return arrive("second attempt");
			});
			assertThat(handlers(context)).isEmpty();
		});
	}

	@Test
	void ignoresConcurrentAttemptsThatTheProxyMeasures() {
		run((context, woven) -> {
			proxied(woven, () -> arrive(() -> onAnotherThread(() -> proxied(woven, () -> arrive("hedge")))));
			assertThat(handlers(context)).isEmpty();
		});
	}

	@Test
	void recordsSelfInvocations() {
		run((context, woven) -> {
			proxied(woven, () -> arrive(() -> arrive("inner")));
			assertThat(handlers(context)).containsExactly("Work.handle");
		});
	}

	@Test
	void recordsSelfInvocationsOnAnotherThread() {
		run((context, woven) -> {
			proxied(woven, () -> arrive(() -> onAnotherThread(() -> arrive("inner"))));
			assertThat(handlers(context)).containsExactly("Work.handle");
		});
	}

	@Test
	void recordsTheSameMethodOfAnotherObject() {
		run((context, woven) -> {
			proxied(woven, () -> this.calls.call(CallKind.HANDLER, new ArrivingCall(method(), new Work(), () -> "")));
			assertThat(handlers(context)).containsExactly("Work.handle");
		});
	}

	@Test
	void keepsNothingOfAFailedCall() {
		run((context, woven) -> {
			IOException failure = new IOException("on purpose");
			assertThat(catchThrowable(() -> proxied(woven, () -> {
				throw failure;
			}))).isSameAs(failure);
			assertThat(catchThrowable(() -> arrive(() -> {
				throw failure;
			}))).isSameAs(failure);
			arrive("after it");
			assertThat(handlers(context)).containsExactly("Work.handle", "Work.handle");
		});
	}

	@Test
	void continuesIfTheMonitorFails() throws Throwable {
		Failures failures = new Failures();
		WovenContext woven = WovenContext.register(this.calls, new MonitoredMethodIndex(), new MonitorAccess(() -> {
			throw new IllegalStateException("no monitor");
		}, () -> {
			throw new IllegalStateException("no sizers");
		}, List::of, failures));
		woven.start();
		assertThat(arrive("done")).isEqualTo("done");
		assertThat(failures.summaries()).containsOnlyKeys("handler interceptor");
	}

	@Test
	void continuesIfTheContextOfTheCallCannotBeDetermined() throws Throwable {
		Failures failures = new Failures();
		for (int i = 0; i < 2; i++) {
			WovenContext.register(this.calls, new MonitoredMethodIndex(), new MonitorAccess(() -> {
				throw new IllegalStateException("no monitor");
			}, () -> {
				throw new IllegalStateException("no sizers");
			}, List::of, failures)).start();
		}
		assertThat(arrive("done")).isEqualTo("done");
		assertThat(failures.summaries()).containsOnlyKeys("woven advice");
	}

	private void run(Scene scene) {
		MonitorContexts.withoutReadings().run((context) -> {
			WovenContext woven = register(this.calls, context);
			woven.start();
			try {
				scene.play(context, woven);
			}
			catch (Throwable ex) {
				ReflectionUtils.rethrowException(ex);
			}
		});
	}

	private static WovenContext register(WovenCalls calls, ApplicationContext context) {
		return WovenContext.register(calls, context.getBean(MonitoredMethodIndex.class),
				context.getBean(MonitorAccess.class));
	}

	private @Nullable Object arrive(String result) throws Throwable {
		return arrive(() -> result);
	}

	private @Nullable Object arrive(Body body) throws Throwable {
		return this.calls.call(CallKind.HANDLER, new ArrivingCall(method(), this.work, callable(body)));
	}

	private @Nullable Object proxied(WovenContext context, Body body) throws Throwable {
		return context.proxied(this.work, method(), body::run);
	}

	private static @Nullable Object onAnotherThread(Body body) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return callable(body).call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> {
			Thread thread = new Thread(task);
			thread.start();
			join(thread);
		}).join();
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Callable<@Nullable Object> callable(Body body) {
		return () -> {
			try {
				return body.run();
			}
			catch (Exception | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		};
	}

	private static Method method() {
		Method method = ReflectionUtils.findMethod(Work.class, "handle");
		assertThat(method).isNotNull();
		return method;
	}

	private interface Body {

		@Nullable Object run() throws Throwable;

	}

	private interface Scene {

		void play(ApplicationContext context, WovenContext woven) throws Throwable;

	}

	static class Work {

		@MonitoredHandler
		String handle() {
			return "";
		}

	}

}
