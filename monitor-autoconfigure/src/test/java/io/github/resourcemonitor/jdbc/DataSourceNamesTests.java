package io.github.resourcemonitor.jdbc;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataSourceNames}.
 */
class DataSourceNamesTests {

	private final DataSourceNames names = new DataSourceNames();

	@ParameterizedTest
	@ValueSource(strings = { "ORDERS", "orders_20260101", "my pool", "db-1", "main.orders", "deadbeef" })
	void aNameThatWasChosenIsUsed(String name) {
		this.names.add(name, "bean");
		assertThat(this.names.service(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "8C9F2C1E-7B7A-4F0E-9C59-0D5B3E1F6A11", "8c9f2c1e7b7a4f0e9c590d5b3e1f6a11",
			"test_8c9f2c1e-7b7a-4f0e-9c59-0d5b3e1f6a11", "pool-1767225600000", "", " ",
			"jdbc:postgresql://alice:secret@host/orders", "jdbc:oracle:thin:scott/tiger@//host:1521/orders",
			"jdbc:h2:mem:orders", "postgresql://host/orders", "host/orders?user=alice&password=secret",
			"//host/orders;password=secret" })
	void anotherOneIsReplacedByThatOfTheBean(String name) {
		assertThat(this.names.service(name)).isEqualTo("jdbc");
		this.names.add(name, "orders");
		assertThat(this.names.service(name)).isEqualTo("orders");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null",
			value = { "null, bean", "jdbc:h2:mem:, jdbc:h2:mem:", "jdbc:h2:mem:, alice:secret@host" })
	void thereMayBeNoName(@Nullable String name, String beanName) {
		this.names.add(name, beanName);
		assertThat(this.names.service(name)).isEqualTo("jdbc");
	}

	@Test
	void theBeanThatWasAddedLastCounts() {
		String name = "jdbc:h2:mem:";
		assertThat(this.names.service(name)).isEqualTo("jdbc");
		for (String beanName : List.of("orders", "a@b", "customers")) {
			this.names.add(name, beanName);
			String expected = beanName.equals("a@b") ? "jdbc" : beanName;
			assertThat(this.names.service(name)).isEqualTo(expected);
			assertThat(this.names.service(name)).isSameAs(this.names.service(name)).isEqualTo(expected);
		}
	}

	@Test
	void moreNamesThanAreRememberedHaveTheirServices() {
		for (int i = 0; i < 1100; i++) {
			assertThat(this.names.service("pool" + i)).isEqualTo("pool" + i);
		}
		this.names.add("jdbc:h2:mem:", "orders");
		assertThat(this.names.service("jdbc:h2:mem:")).isEqualTo("orders");
	}

	@Test
	void namesAreBounded() {
		for (int i = 0; i < 1100; i++) {
			this.names.add("jdbc:" + i, "bean" + i);
		}
		assertThat(this.names.service("jdbc:999")).isEqualTo("bean999");
		assertThat(this.names.service("jdbc:1050")).isEqualTo("jdbc");
	}

}
