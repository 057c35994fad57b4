package io.github.resourcemonitor.autoconfigure;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.attribution.JvmThreadClocks;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.client.ResourcePayloadSizer;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.AsyncEndStrategy;
import io.github.resourcemonitor.invocation.CorrelationContext;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.MonitorComponents;
import io.github.resourcemonitor.invocation.RecordPublisher;
import io.github.resourcemonitor.line.LineOptions;
import io.github.resourcemonitor.oshi.OshiSource;
import io.github.resourcemonitor.outlet.StandardOutputListener;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.sampling.ResourceSource;
import io.github.resourcemonitor.sampling.SamplerClocks;
import io.github.resourcemonitor.sampling.linux.LinuxSource;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the measurement of invocations and the storage of their
 * records.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@EnableConfigurationProperties
@ImportRuntimeHints(MonitorRuntimeHints.class)
public final class ResourceMonitorAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ResourceMonitorAutoConfiguration.class);

	private final CheckedProperties properties;

	ResourceMonitorAutoConfiguration(ResourceMonitorProperties properties) {
		this.properties = new CheckedProperties(properties);
	}

	/**
	 * Not registered by its class, because Spring Boot would then share it with a parent
	 * context, whose environment is another one.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ResourceMonitorProperties resourceMonitorProperties() {
		return new ResourceMonitorProperties();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ContextBeans resourceMonitorContextBeans(ConfigurableListableBeanFactory factory) {
		return new ContextBeans(factory);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Failures resourceMonitorFailures() {
		return new Failures();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static InvocationsAtShutdown resourceMonitorInvocationsAtShutdown(Failures failures) {
		return new InvocationsAtShutdown(failures);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	FunctionIdentity resourceMonitorFunctionIdentity(Environment environment) {
		// The environment includes the variables of the process, and tests can set them.
		return FunctionIdentity.detect(environment::getProperty, environment.getProperty("spring.application.name"));
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ResourceSource resourceMonitorSource() {
		LinuxSource linux = LinuxSource.detect(Path.of("/"));
		if (linux == null) {
			return new OshiSource();
		}
		return this.properties.nativeAccess() ? withNativeAccess(linux) : linux;
	}

	private static LinuxSource withNativeAccess(LinuxSource linux) {
		try {
			return linux.withNativeAccess();
		}
		catch (UnsupportedOperationException ex) {
			logger.warn("The property 'resource-monitor.sampling.native-access' has no effect: " + ex.getMessage()
					+ ". The process is read from /proc alone.");
			return linux;
		}
	}

	@Bean
	ColumnCatalog resourceMonitorColumnCatalog(ContextBeans beans, Failures failures) {
		return ColumnCatalog.probe(beans.get(ResourceSource.class), failures);
	}

	@Bean(destroyMethod = "")
	@ConditionalOnBooleanProperty(name = "resource-monitor.sampling.edges", matchIfMissing = true)
	EdgeReader resourceMonitorEdgeReader(ContextBeans beans, InvocationsAtShutdown shutdown, Failures failures) {
		EdgeReader edges = new EdgeReader(beans.get(ResourceSource.class), this.properties.edgeCpuBudget(),
				System::nanoTime, failures);
		shutdown.closeAfterwards(edges);
		return edges;
	}

	@Bean(destroyMethod = "")
	@ConditionalOnBooleanProperty(name = "resource-monitor.sampling.enabled", matchIfMissing = true)
	ResourceSampler resourceMonitorSampler(ContextBeans beans, ColumnCatalog catalog, InvocationsAtShutdown shutdown,
			Failures failures) {
		ThreadClocks threadClocks = beans.get(ThreadClocks.class);
		ResourceSampler sampler = new ResourceSampler(beans.get(ResourceSource.class), catalog,
				this.properties.samplerOptions(), new SamplerClocks(System::nanoTime,
						(threadClocks.resolutionNanos() == 0) ? threadClocks::cpuNanos : null),
				failures);
		shutdown.closeAfterwards(sampler);
		return sampler;
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ThreadClocks resourceMonitorThreadClocks(ContextBeans beans) {
		return JvmThreadClocks.detect(beans.get(ResourceSource.class).threadCpuResolutionNanos());
	}

	@Bean
	PayloadSizers resourceMonitorPayloadSizers(ObjectProvider<PayloadSizer> sizers, Failures failures) {
		return new PayloadSizers(Stream.concat(sizers.orderedStream(), Stream.of(new ResourcePayloadSizer())).toList(),
				failures);
	}

	@Bean
	OutsideServiceCalls resourceMonitorOutsideServiceCalls() {
		return new OutsideServiceCalls(this.properties.maxOperations());
	}

	@Bean
	LateWork resourceMonitorLateWork() {
		return new LateWork(this.properties.maxHandlers());
	}

	@Bean
	HandlerSummaries resourceMonitorHandlerSummaries() {
		return new HandlerSummaries(this.properties.maxHandlers());
	}

	@Bean
	@ConditionalOnMissingBean(value = InvocationRepository.class, search = SearchStrategy.CURRENT)
	InMemoryInvocationRepository resourceMonitorInvocationRepository() {
		return new InMemoryInvocationRepository(this.properties.historyCapacity(), this.properties.maxSamplesBytes());
	}

	@Bean(destroyMethod = "")
	RecordExports resourceMonitorExports(ContextBeans beans, ObjectProvider<RecordExporter> exporters,
			ResourceMonitorProperties properties, Failures failures) {
		return new RecordExports(SingletonSupplier.of(() -> beans.extensions(RecordExporter.class, exporters))::obtain,
				CheckedExport.options(properties.getExport()), failures);
	}

	@Bean
	Invocations resourceMonitorInvocations(ContextBeans beans, ColumnCatalog catalog, PayloadSizers sizers,
			OutsideServiceCalls outside, LateWork lateWork, HandlerSummaries summaries,
			ObjectProvider<InvocationListener> listeners, ObjectProvider<AsyncEndStrategy> followers,
			RecordExports exports, ResourceMonitorProperties properties, InvocationsAtShutdown shutdown,
			Failures failures) {
		TraceContext.Source traces = beans.findOrInherit(TraceContext.Source.class);
		MonitorComponents instruments = new MonitorComponents(beans.get(FunctionIdentity.class), System::nanoTime,
				Clock.systemUTC(), MonitorComponents.ageOfThisProcess(), beans.get(ThreadClocks.class), catalog,
				beans.find(EdgeReader.class), beans.find(ResourceSampler.class), (traces != null) ? traces : () -> null,
				sizers, outside, lateWork, this.properties.maxActiveInvocations(), this.properties.maxOperations(),
				failures, beans.find(CorrelationContext.class), beans.find(InstanceCosts.class));
		InvocationRepository repository = beans.get(InvocationRepository.class);
		SingletonSupplier<List<InvocationListener>> allListeners = SingletonSupplier
			.of(() -> beans.extensions(InvocationListener.class, listeners));
		SingletonSupplier<List<AsyncEndStrategy>> allFollowers = SingletonSupplier
			.of(() -> beans.extensions(AsyncEndStrategy.class, followers));
		Invocations invocations = new Invocations(instruments,
				new RecordPublisher(repository, summaries, allListeners::obtain, exports, failures),
				allFollowers::obtain);
		FunctionIdentity function = beans.get(FunctionIdentity.class);
		shutdown.watch(CheckedExport.lastExport(properties.getExport(), invocations, exports, function));
		return invocations;
	}

	@Bean
	MonitorLifecycle resourceMonitorLifecycle(ObjectProvider<Invocations> invocations,
			ObjectProvider<RecordExports> exports) {
		return new MonitorLifecycle(invocations, exports, CheckpointLifecycle.isCheckpointOnRefresh());
	}

	@Bean
	@ConditionalOnMissingBean(value = ResourceMonitor.class, search = SearchStrategy.CURRENT)
	DefaultResourceMonitor resourceMonitor(Invocations invocations) {
		return new DefaultResourceMonitor(invocations);
	}

	@Bean
	ServiceRequests resourceMonitorServiceRequests(Invocations invocations) {
		return new ServiceRequests(invocations.serviceCalls());
	}

	@Bean
	ServiceNames resourceMonitorServiceNames(ResourceMonitorProperties properties) {
		return new ServiceNames(properties.getServiceCalls().getServices());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static UninstrumentedClients resourceMonitorUninstrumentedClients() {
		return new UninstrumentedClients();
	}

	/**
	 * Also where nothing is written, so that what is wrong with it shows before it is
	 * deployed to where something is; and never lazy, so that it shows at the start.
	 */
	@Bean
	@Lazy(false)
	LineOptions resourceMonitorStandardOutputOptions(Environment environment) {
		return CheckedOutput.lines(environment);
	}

	@Bean
	@Conditional(OnStandardOutputCondition.class)
	StandardOutputListener resourceMonitorStandardOutputListener(ContextBeans beans, Environment environment,
			Failures failures) {
		if (!OnStandardOutputCondition.isActive(environment)) {
			return StandardOutputListener.silent();
		}
		return new StandardOutputListener(() -> System.out, beans.get(LineOptions.class), failures);
	}

}
