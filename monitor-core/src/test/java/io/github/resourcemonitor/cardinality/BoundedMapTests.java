package io.github.resourcemonitor.cardinality;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedMapTests {

	@Test
	void keepsTheFirstNamesSeparatelyAndTheOthersTogether() {
		BoundedMap<StringBuilder> things = new BoundedMap<>(2, StringBuilder::new);
		things.get("a").append(1);
		things.get("b").append(2);
		things.get("c").append(3);
		things.get("d").append(4);
		things.get("a").append(5);
		assertThat(things.get("a")).hasToString("a15");
		assertThat(things.get("b")).hasToString("b2");
		assertThat(things.get("e")).hasToString("(other)34");
	}

}
