package io.github.resourcemonitor.weaving;

import java.util.List;

import io.github.resourcemonitor.aop.MonitorAccess;
import io.github.resourcemonitor.aop.MonitoredMethodIndex;
import io.github.resourcemonitor.aop.WovenMethods;
import io.github.resourcemonitor.failure.Failures;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BeanOwners}.
 */
class BeanOwnersTests {

	private final BeanOwners owners = new BeanOwners();

	@Test
	void distinguishesBeansByIdentity() {
		String bean = new String("bean");
		MonitoredContext context = context();
		this.owners.put(bean, context);
		assertThat(this.owners.get(bean)).isSameAs(context);
		assertThat(this.owners.get(new String("bean"))).isNull();
	}

	@Test
	void doesNotCallTheBean() {
		Hostile bean = new Hostile();
		MonitoredContext context = context();
		this.owners.put(bean, context);
		assertThat(this.owners.get(bean)).isSameAs(context);
	}

	@Test
	void registersABeanOnce() {
		Object bean = new Object();
		MonitoredContext last = context();
		this.owners.put(bean, context());
		this.owners.put(bean, last);
		assertThat(this.owners.size()).isEqualTo(1);
	}

	@Test
	void removesGarbageCollectedBeans() {
		MonitoredContext context = context();
		for (int i = 0; i < 100; i++) {
			this.owners.put(new Object(), context);
		}
		Object kept = new Object();
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			this.owners.put(kept, context);
			assertThat(this.owners.size()).isEqualTo(1);
		});
	}

	private static MonitoredContext context() {
		return new MonitoredContext(new WovenMethods(new MonitoredMethodIndex(), new MonitorAccess(() -> {
			throw new IllegalStateException("Nobody asks");
		}, () -> {
			throw new IllegalStateException("Nobody asks");
		}, List::of, new Failures())));
	}

	private static final class Hostile {

		@Override
		public boolean equals(Object other) {
			throw new IllegalStateException("equals");
		}

		@Override
		public int hashCode() {
			throw new IllegalStateException("hashCode");
		}

	}

}
