package io.github.resourcemonitor.record;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionIdentityTests {

	@Test
	void comesFromThePlatform() {
		FunctionIdentity identity = FunctionIdentity.detect(
				Map.of("K_SERVICE", "service", "K_REVISION", "service-00007", "FUNCTION_TARGET", "target")::get, "app");
		assertThat(identity.name()).isEqualTo("service");
		assertThat(identity.revision()).isEqualTo("service-00007");
		assertThat(identity.platform()).isTrue();
	}

	@Test
	void comesFromTheTargetOfAFunction() {
		FunctionIdentity identity = FunctionIdentity.detect(Map.of("FUNCTION_TARGET", "target")::get, "app");
		assertThat(identity.name()).isEqualTo("target");
		assertThat(identity.platform()).isTrue();
	}

	@Test
	void comesFromTheApplicationElsewhere() {
		FunctionIdentity identity = FunctionIdentity.detect((name) -> null, "app");
		assertThat(identity.name()).isEqualTo("app");
		assertThat(identity.revision()).isNull();
		assertThat(identity.platform()).isFalse();
		assertThat(FunctionIdentity.detect((name) -> null, null).name()).isNull();
	}

	@Test
	void anotherInstanceOfTheSameFunctionHasAnotherId() {
		FunctionIdentity identity = new FunctionIdentity("service", "service-00007", "abc", true);
		FunctionIdentity other = identity.withNewInstance();
		assertThat(other.instance()).matches("[0-9a-f]{16}").isNotEqualTo(identity.withNewInstance().instance());
		assertThat(other).isEqualTo(new FunctionIdentity("service", "service-00007", other.instance(), true));
	}

	@Test
	void hasItsOwnInstanceId() {
		FunctionIdentity identity = FunctionIdentity.detect((name) -> null, null);
		assertThat(identity.instance()).matches("[0-9a-f]{16}");
		assertThat(FunctionIdentity.detect((name) -> null, null).instance()).isNotEqualTo(identity.instance());
	}

}
