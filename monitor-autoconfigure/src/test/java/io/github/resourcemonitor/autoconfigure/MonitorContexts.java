package io.github.resourcemonitor.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application contexts with the monitor, and the records in them.
 */
public final class MonitorContexts {

	/**
	 * All auto-configurations of the monitor.
	 */
	static final Class<?>[] AUTO_CONFIGURATIONS = { ResourceMonitorAutoConfiguration.class,
			ResourceMonitorEndpointAutoConfiguration.class, ResourceMonitorGoogleAutoConfiguration.class,
			ResourceMonitorGrpcAutoConfiguration.class, ResourceMonitorHttpClientAutoConfiguration.class,
			ResourceMonitorInterceptionAutoConfiguration.class, ResourceMonitorJdbcAutoConfiguration.class,
			ResourceMonitorMetricsAutoConfiguration.class, ResourceMonitorPropagationAutoConfiguration.class,
			ResourceMonitorReactorAutoConfiguration.class, ResourceMonitorStorageAutoConfiguration.class,
			ResourceMonitorTracingAutoConfiguration.class, ResourceMonitorWeavingAutoConfiguration.class,
			ResourceMonitorWebAutoConfiguration.class };

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
	 * Return such a runner that does not read the process: for what is not about
	 * readings.
	 * @return the runner
	 */
	public static ApplicationContextRunner withoutReadings() {
		return runner().withPropertyValues("resource-monitor.sampling.enabled=false",
				"resource-monitor.sampling.edges=false");
	}

	/**
	 * Return all records.
	 * @param context an application context
	 * @return the records, the earliest first
	 */
	public static List<InvocationRecord> records(ApplicationContext context) {
		List<InvocationRecord> records = new ArrayList<>(context.getBean(InvocationRepository.class).findAll());
		Collections.reverse(records);
		return records;
	}

	/**
	 * Return the names of the handlers of all records.
	 * @param context an application context
	 * @return the names, the earliest record's first
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
		List<InvocationRecord> records = records(context);
		assertThat(records).hasSize(1);
		return records.get(0);
	}

	/**
	 * Return the only service call of the only record, failing if there is not exactly
	 * one.
	 * @param context an application context
	 * @return the calls of the only operation
	 */
	public static ServiceCallUsage onlyServiceCall(ApplicationContext context) {
		List<ServiceCallUsage> calls = onlyRecord(context).serviceCalls();
		assertThat(calls).hasSize(1);
		return calls.get(0);
	}

}
