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
	void comesFromTheTargetOfAFunctionWithoutAnotherName() {
		FunctionIdentity identity = FunctionIdentity.detect(Map.of("FUNCTION_TARGET", "target")::get, null);
		assertThat(identity.name()).isEqualTo("target");
		assertThat(identity.platform()).isTrue();
	}

	@Test
	void theNameOfTheApplicationComesBeforeTheTargetOfAFunction() {
		FunctionIdentity identity = FunctionIdentity.detect(Map.of("FUNCTION_TARGET", "com.example.Launcher")::get,
				"app");
		assertThat(identity.name()).isEqualTo("app");
		assertThat(identity.platform()).isTrue();
	}

	@Test
	void blankNamesCountAsMissing() {
		FunctionIdentity identity = FunctionIdentity
			.detect(Map.of("K_SERVICE", "", "K_REVISION", " ", "FUNCTION_TARGET", "target")::get, "");
		assertThat(identity.name()).isEqualTo("target");
		assertThat(identity.revision()).isNull();
		assertThat(FunctionIdentity.detect((name) -> "", " ").name()).isNull();
		assertThat(FunctionIdentity.detect((name) -> "", "app").platform()).isFalse();
	}

	@Test
	void theUsersOwnNameComesBeforeThatOfThePlatform() {
		FunctionIdentity identity = FunctionIdentity.detect(Map.of("K_SERVICE", "service")::get, null);
		assertThat(identity.named("mine")).isEqualTo(new FunctionIdentity("mine", null, identity.instance(), true));
		assertThat(identity.named(null)).isSameAs(identity);
		assertThat(identity.named(" ")).isSameAs(identity);
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
