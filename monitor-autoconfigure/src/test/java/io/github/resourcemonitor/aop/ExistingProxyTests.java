package io.github.resourcemonitor.aop;

import java.util.List;
import java.util.Optional;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.annotation.Id;
import org.springframework.data.keyvalue.annotation.KeySpace;
import org.springframework.data.keyvalue.core.KeyValueOperations;
import org.springframework.data.keyvalue.core.KeyValueTemplate;
import org.springframework.data.keyvalue.repository.KeyValueRepository;
import org.springframework.data.map.MapKeyValueAdapter;
import org.springframework.data.map.repository.config.EnableMapRepositories;
import org.springframework.data.repository.CrudRepository;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for beans that are proxies already: repositories of Spring Data, generated
 * clients, proxies that the application makes.
 */
class ExistingProxyTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("resource-monitor.verification=fail");

	@Test
	void countsAnnotatedMethodsOfARepository() {
		this.runner.withUserConfiguration(Repositories.class).run((context) -> {
			Items items = context.getBean(Items.class);
			items.save(new Item("a", "first"));
			assertThat(records(context)).isEmpty();
			assertThat(items.findByName("first")).isPresent();
			assertThat(handlers(context)).containsExactly("Items.findByName");
		});
	}

	@Test
	void countsServiceCallsOfARepository() {
		this.runner.withUserConfiguration(Repositories.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("outer", context.getBean(Items.class)::findAll);
			assertThat(onlyServiceCall(context).service()).isEqualTo("items");
			assertThat(onlyServiceCall(context).operation()).isEqualTo("findAll");
		});
	}

	@Test
	void annotationOnARepositoryAppliesToTheMethodsThatItInherits() {
		this.runner.withUserConfiguration(Repositories.class).run((context) -> {
			context.getBean(Orders.class).save(new Item("a", "first"));
			assertThat(context.getBean(Orders.class).count()).isOne();
			CrudRepository<Item, String> general = context.getBean(Orders.class);
			general.deleteAll();
			assertThat(handlers(context)).containsExactly("Orders.save", "Orders.count", "Orders.deleteAll");
		});
	}

	@Test
	void countsMethodsOfAnInterfaceClient() {
		this.runner.withUserConfiguration(Clients.class).run((context) -> {
			assertThatException().isThrownBy(context.getBean(Remote.class)::status);
			assertThat(handlers(context)).containsExactly("Remote.status");
			assertThat(onlyRecord(context).error()).isNotNull();
		});
	}

	@Test
	void countsOnceThroughAProxyOfTheApplication() {
		this.runner.withUserConfiguration(HandMade.class).run((context) -> {
			context.getBean(Work.class).work();
			assertThat(handlers(context)).containsExactly("Worker.work");
			assertThat(context.getBean(Counter.class).calls).isOne();
		});
	}

	@Test
	void proxyOfTheApplicationRoundAnotherBeanLeavesThatBeanMonitored() {
		this.runner.withUserConfiguration(RoundAnother.class).run((context) -> {
			context.getBean("worker", Work.class).work();
			assertThat(handlers(context)).containsExactly("Worker.work");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMapRepositories(considerNestedRepositories = true,
			includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE,
					classes = { Items.class, Orders.class }))
	static class Repositories {

		@Bean
		KeyValueOperations mapKeyValueTemplate() {
			return new KeyValueTemplate(new MapKeyValueAdapter());
		}

	}

	interface Items extends KeyValueRepository<Item, String> {

		@MonitoredHandler
		Optional<Item> findByName(String name);

		@Override
		@CloudServiceCall(service = "items")
		List<Item> findAll();

	}

	@MonitoredHandler
	interface Orders extends CrudRepository<Item, String> {

	}

	@KeySpace("items")
	record Item(@Id String id, String name) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Clients {

		@Bean
		Remote remote() {
			RestClient client = RestClient.builder().baseUrl("http://localhost:0").build();
			return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
				.build()
				.createClient(Remote.class);
		}

	}

	interface Remote {

		@MonitoredHandler
		@GetExchange("/status")
		String status();

	}

	interface Work {

		void work();

	}

	static class Worker implements Work {

		@Override
		@MonitoredHandler
		public void work() {
		}

	}

	static class Counter {

		int calls;

	}

	@Configuration(proxyBeanMethods = false)
	static class HandMade {

		@Bean
		Counter counter() {
			return new Counter();
		}

		@Bean
		Work work(Counter counter) {
			ProxyFactory factory = new ProxyFactory(new Worker());
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (call) -> {
				counter.calls++;
				return call.proceed();
			});
			return (Work) factory.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RoundAnother {

		@Bean
		Worker worker() {
			return new Worker();
		}

		@Bean
		Work around(Worker worker) {
			ProxyFactory factory = new ProxyFactory(worker);
			factory.setProxyTargetClass(true);
			return (Work) factory.getProxy();
		}

	}

}
