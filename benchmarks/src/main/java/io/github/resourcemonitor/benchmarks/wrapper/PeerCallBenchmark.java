package io.github.resourcemonitor.benchmarks.wrapper;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.aop.TimedAspect;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.aop.ObservedAspect;
import kieker.monitoring.probe.utilities.FullOperationStartData;
import kieker.monitoring.probe.utilities.OperationExecutionDataGatherer;
import net.bull.javamelody.MonitoringProxy;
import net.bull.javamelody.MonitoringSpringInterceptor;
import net.bull.javamelody.internal.model.Counter;
import net.bull.javamelody.internal.model.CounterRequest;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Import;

/**
 * Consecutive calls of the same bean through wrappers of other libraries.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerCallBenchmark {

	private final Object argument = new Object();

	/**
	 * Baseline without a wrapper.
	 * @param bean the bean
	 * @return the result
	 */
	@Benchmark
	public Object plain(Plain bean) {
		return bean.work.plain(this.argument);
	}

	/**
	 * A Spring proxy with an advisor that does nothing.
	 * @param bean the bean
	 * @return the result
	 */
	@Benchmark
	public Object advisorThatDoesNothing(Advised bean) {
		return bean.work.plain(this.argument);
	}

	/**
	 * Micrometer's aspect for {@code @Timed}.
	 * @param bean the bean
	 * @return the result
	 */
	@Benchmark
	public Object timed(Timed bean) {
		return bean.work.timed(this.argument);
	}

	/**
	 * Micrometer's aspect for {@code @Observed}, with a handler for meters.
	 * @param bean the bean
	 * @return the result
	 */
	@Benchmark
	public Object observed(Observed bean) {
		return bean.work.observed(this.argument);
	}

	/**
	 * Kieker's operation execution probe in a Spring advisor, with the writer that
	 * discards records.
	 * @param bean the bean
	 * @return the result
	 */
	@Benchmark
	@Fork(jvmArgsAppend = { "-Dkieker.monitoring.writer=kieker.monitoring.writer.dump.DumpWriter",
			"-Dkieker.monitoring.useShutdownHook=false" })
	public Object kieker(Kieker bean) {
		return bean.work.plain(this.argument);
	}

	/**
	 * JavaMelody's Spring interceptor, without its filter and its collector: duration,
	 * CPU time and allocation of each call.
	 * @param bean the bean
	 * @return the result
	 */
	@Benchmark
	public Object javamelody(JavaMelody bean) {
		return bean.work.plain(this.argument);
	}

	private static Work newWork() {
		return new Work(new Work.Service());
	}

	private static Work proxy(MethodInterceptor interceptor) {
		return proxy(newWork(), interceptor);
	}

	@SuppressWarnings("unchecked")
	private static <T> T proxy(T bean, MethodInterceptor interceptor) {
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(true);
		factory.addAdvice(interceptor);
		return (T) factory.getProxy();
	}

	/**
	 * The bean without a proxy.
	 */
	@State(Scope.Benchmark)
	public static class Plain {

		final Work work = newWork();

	}

	/**
	 * The bean behind a proxy.
	 */
	@State(Scope.Benchmark)
	public static class Advised {

		final Work work = proxy(MethodInvocation::proceed);

	}

	/**
	 * The bean in an application with the aspect for {@code @Timed}.
	 */
	@State(Scope.Benchmark)
	public static class Timed {

		final Work work = new AnnotationConfigApplicationContext(TimedApplication.class).getBean(Work.class);

	}

	/**
	 * The bean in an application with the aspect for {@code @Observed}.
	 */
	@State(Scope.Benchmark)
	public static class Observed {

		final Work work = new AnnotationConfigApplicationContext(ObservedApplication.class).getBean(Work.class);

	}

	/**
	 * The bean behind a proxy that calls Kieker.
	 */
	@State(Scope.Benchmark)
	public static class Kieker {

		final Work work = proxy(new KiekerInterceptor());

	}

	/**
	 * Calls Kieker as its own probes do, but with a constant signature.
	 */
	static final class KiekerInterceptor implements MethodInterceptor {

		private static final String SIGNATURE = "public java.lang.Object " + Work.class.getName()
				+ ".plain(java.lang.Object)";

		@Override
		public @Nullable Object invoke(MethodInvocation call) throws Throwable {
			FullOperationStartData start = OperationExecutionDataGatherer.operationStart(SIGNATURE);
			try {
				return call.proceed();
			}
			finally {
				OperationExecutionDataGatherer.operationEnd(start);
			}
		}

	}

	/**
	 * The bean behind a proxy with JavaMelody's interceptor. Its counter needs no
	 * initialization.
	 */
	@State(Scope.Benchmark)
	public static class JavaMelody {

		private final MethodInterceptor interceptor = new MonitoringSpringInterceptor();

		final Work work = proxy(this.interceptor);

		/**
		 * Check that CPU time and allocation of a call are measured. They are counted in
		 * whole milliseconds and kilobytes, so this takes another call than that of the
		 * benchmark.
		 */
		@Setup
		public void check() {
			proxy(new Probe(), this.interceptor).use();
			CounterRequest measured = measured("Probe.use");
			if (measured.getHits() != 1 || measured.getCpuTimeSum() < 1 || measured.getAllocatedKBytesMean() < 1) {
				throw new IllegalStateException("Not measured: " + measured.getHits() + " calls, "
						+ measured.getCpuTimeSum() + " ms, " + measured.getAllocatedKBytesMean() + " KB");
			}
		}

		/**
		 * Check that the calls of the benchmark were measured.
		 */
		@TearDown
		public void checkCalls() {
			if (measured("Work.plain").getHits() == 0) {
				throw new IllegalStateException("Nothing was measured");
			}
		}

		private static CounterRequest measured(String name) {
			try {
				// The counter has no public accessor.
				Method method = MonitoringProxy.class.getDeclaredMethod("getSpringCounter");
				method.setAccessible(true);
				Counter counter = (Counter) method.invoke(null);
				return counter.getCounterRequestByName(name, false);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * Uses enough CPU time and memory to be seen in milliseconds and kilobytes.
	 */
	static class Probe {

		byte[] used = new byte[0];

		void use() {
			ThreadMXBean threads = ManagementFactory.getThreadMXBean();
			long until = threads.getCurrentThreadCpuTime() + 5_000_000;
			while (threads.getCurrentThreadCpuTime() < until) {
				this.used = new byte[64 * 1024];
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	@Import({ Work.class, Work.Service.class })
	static class TimedApplication {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		TimedAspect timedAspect(MeterRegistry registry) {
			return new TimedAspect(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	@Import({ Work.class, Work.Service.class })
	static class ObservedApplication {

		@Bean
		ObservedAspect observedAspect() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
			return new ObservedAspect(registry);
		}

	}

}
