package io.github.resourcemonitor.aop;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorInterceptionAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorPropagationAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a test of an application that replaces beans by mocks.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "resource-monitor.verification=fail", "resource-monitor.sampling.enabled=false" })
@DirtiesContext
class MockitoBeanTests {

	@MockitoBean
	private ResourceMonitor monitor;

	@MockitoBean
	private Mocked mocked;

	@MockitoSpyBean
	private Spied spied;

	@Autowired
	@Qualifier("handler")
	private Handler handler;

	@Autowired
	private AsyncTaskExecutor executor;

	@Autowired
	private InterceptionReport report;

	@Test
	void handlersAndTasksWorkWithoutTheMonitor() throws Exception {
		assertThat(Mockito.mockingDetails(this.monitor).isMock()).isTrue();
		assertThat(this.handler.handle()).isEqualTo("handled");
		assertThat(this.executor.submit(() -> "ran").get()).isEqualTo("ran");
	}

	@Test
	void mocksOfHandlersAreNotReported() {
		BDDMockito.given(this.mocked.handle()).willReturn("mocked");
		assertThat(this.mocked.handle()).isEqualTo("mocked");
		assertThat(this.spied.handle()).isEqualTo("handled");
		assertThat(this.report.problems()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, TaskExecutionAutoConfiguration.class,
			ResourceMonitorAutoConfiguration.class, ResourceMonitorInterceptionAutoConfiguration.class,
			ResourceMonitorPropagationAutoConfiguration.class })
	static class Application {

		@Bean
		Handler handler() {
			return new Handler();
		}

		@Bean
		Mocked mocked() {
			return new Mocked();
		}

		@Bean
		Spied spied() {
			return new Spied();
		}

	}

	static class Handler {

		@MonitoredHandler
		public String handle() {
			return "handled";
		}

	}

	static class Mocked extends Handler {

	}

	static class Spied extends Handler {

	}

}
