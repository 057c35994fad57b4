package io.github.resourcemonitor.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnnotationPresence}.
 */
class AnnotationPresenceTests {

	private final AnnotationPresence presence = new AnnotationPresence();

	@Test
	void findsAnnotationsThatAreMetaAnnotatedWithEachOther() {
		assertThat(this.presence.isPresent(WithFirst.class)).isTrue();
		assertThat(this.presence.isPresent(WithSecond.class)).isTrue();
	}

	@Test
	void findsThemInTheOtherOrder() {
		assertThat(this.presence.isPresent(WithSecond.class)).isTrue();
		assertThat(this.presence.isPresent(WithFirst.class)).isTrue();
	}

	@Test
	void findsNothingInACircleWithoutAnnotationsOfTheMonitor() {
		assertThat(this.presence.isPresent(WithOther.class)).isFalse();
		assertThat(this.presence.isPresent(WithOther.class)).isFalse();
	}

	@Second
	@MonitoredHandler
	@Retention(RetentionPolicy.RUNTIME)
	@interface First {

	}

	@First
	@Retention(RetentionPolicy.RUNTIME)
	@interface Second {

	}

	@Another
	@Retention(RetentionPolicy.RUNTIME)
	@interface Other {

	}

	@Other
	@Retention(RetentionPolicy.RUNTIME)
	@interface Another {

	}

	@First
	static class WithFirst {

	}

	@Second
	static class WithSecond {

	}

	@Other
	static class WithOther {

	}

}
