package io.github.resourcemonitor.aop.absent;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/**
 * Ways in which a class becomes a bean under another condition.
 */
public final class Absent {

	private Absent() {
	}

	@Component
	@Profile("production")
	static class OfAProfile {

		@MonitoredHandler
		void work() {
		}

	}

	@Service
	@MonitoredHandler
	static class OfAnotherSlice {

		void work() {
		}

	}

	interface Client {

		@CloudServiceCall
		void call();

	}

	static class RealClient implements Client {

		@Override
		@CloudServiceCall
		public void call() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("absent.enabled")
	@Import(Imported.class)
	static class Conditional {

		@Bean
		Client client() {
			return new RealClient();
		}

		@Bean
		Runnable anonymous() {
			return new Runnable() {

				@Override
				@MonitoredHandler
				public void run() {
				}

			};
		}

	}

	@MonitoredHandler
	static class Imported {

		void work() {
		}

	}

}
