package io.github.resourcemonitor.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Factory of application contexts with the monitor, and access to their records.
 */
public final class MonitorContexts {

	/**
	 * All auto-configurations of the monitor.
	 */
	static final Class<?>[] AUTO_CONFIGURATIONS = { ResourceMonitorAutoConfiguration.class,
			ResourceMonitorCorrelationAutoConfiguration.class, ResourceMonitorCostAutoConfiguration.class,
			ResourceMonitorDataSourceAutoConfiguration.class, ResourceMonitorHikariAutoConfiguration.class,
			ResourceMonitorEndpointAutoConfiguration.class, ResourceMonitorGoogleAutoConfiguration.class,
			ResourceMonitorGrpcAutoConfiguration.class, ResourceMonitorHttpClientAutoConfiguration.class,
			ResourceMonitorInterceptionAutoConfiguration.class, ResourceMonitorJdbcAutoConfiguration.class,
			ResourceMonitorMetricsAutoConfiguration.class, ResourceMonitorOtlpAutoConfiguration.class,
			ResourceMonitorOutputAutoConfiguration.class, ResourceMonitorPropagationAutoConfiguration.class,
			ResourceMonitorReactorAutoConfiguration.class, ResourceMonitorRequestsAutoConfiguration.class,
			ResourceMonitorStorageAutoConfiguration.class, ResourceMonitorTracingAutoConfiguration.class,
			ResourceMonitorWeavingAutoConfiguration.class, ResourceMonitorWebAutoConfiguration.class };

	private MonitorContexts() {
	}

	/**
	 * Return a runner with all auto-configurations of the monitor and Spring's for AOP,
	 * as in an application.
	 * @return the runner
	 */
	public static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AUTO_CONFIGURATIONS))
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class));
	}

	/**
	 * Return such a runner whose monitor does not read the process, for tests that do not
	 * depend on readings.
	 * @return the runner
	 */
	public static ApplicationContextRunner withoutReadings() {
		return runner().withPropertyValues("resource-monitor.sampling.enabled=false",
				"resource-monitor.sampling.edges=false");
	}

	/**
	 * Return all records.
	 * @param context an application context
	 * @return the records, earliest first
	 */
	public static List<InvocationRecord> records(ApplicationContext context) {
		List<InvocationRecord> records = new ArrayList<>(context.getBean(InvocationRepository.class).findAll());
		Collections.reverse(records);
		return records;
	}

	/**
	 * Return the names of the handlers of all records.
	 * @param context an application context
	 * @return the names, in the order of the records
	 */
	public static List<String> handlers(ApplicationContext context) {
		return records(context).stream().map(InvocationRecord::handler).toList();
	}

	/**
	 * Return the only record, failing if there is none or if there are several.
	 * @param context an application context
	 * @return the record
	 */
	public static InvocationRecord onlyRecord(ApplicationContext context) {
		return only(records(context));
	}

	/**
	 * Return the only record of a handler, failing if there is none or if there are
	 * several.
	 * @param context an application context
	 * @param handler the handler
	 * @return the record
	 */
	public static InvocationRecord onlyRecord(ApplicationContext context, String handler) {
		return only(records(context).stream().filter((record) -> record.handler().equals(handler)).toList());
	}

	/**
	 * Wait for the latest record of a handler: a client receives its response before the
	 * record of the request is written.
	 * @param context an application context
	 * @param handler the handler
	 * @return the record
	 */
	public static InvocationRecord awaitRecord(ApplicationContext context, String handler) {
		return awaitRecord(context, handler, 0);
	}

	/**
	 * Wait for the latest record of a handler after a given invocation.
	 * @param context an application context
	 * @param handler the handler
	 * @param after the sequence number of the last invocation to ignore
	 * @return the record
	 */
	public static InvocationRecord awaitRecord(ApplicationContext context, String handler, long after) {
		InvocationRepository repository = context.getBean(InvocationRepository.class);
		return await().until(() -> repository.findAll()
			.stream()
			.filter((record) -> record.handler().equals(handler) && record.sequence() > after)
			.findFirst()
			.orElse(null), Objects::nonNull);
	}

	/**
	 * Return the only element of a list, failing if there is none or if there are
	 * several.
	 * @param <T> the type of the elements
	 * @param list the list
	 * @return the element
	 */
	public static <T> T only(List<T> list) {
		assertThat(list).hasSize(1);
		return list.get(0);
	}

	/**
	 * Return the only service call of the only record, failing if there is not exactly
	 * one.
	 * @param context an application context
	 * @return the calls of the only operation
	 */
	public static ServiceCallUsage onlyServiceCall(ApplicationContext context) {
		return only(onlyRecord(context).serviceCalls());
	}

}
