package io.github.resourcemonitor.metrics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedNamesTests {

	@Test
	void letsTheFirstNamesPass() {
		BoundedNames names = new BoundedNames(2);
		assertThat(names.bound("a")).isEqualTo("a");
		assertThat(names.bound("b")).isEqualTo("b");
		assertThat(names.bound("c")).isEqualTo("(other)");
		assertThat(names.bound("a")).isEqualTo("a");
	}

}
