package io.github.resourcemonitor.sampling;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ColumnTests {

	@Test
	void labelsAreUniqueAndMapToTheColumn() {
		assertThat(Column.values()).extracting(Column::label).doesNotHaveDuplicates();
		assertThat(Column.values()).allSatisfy((column) -> assertThat(Column.of(column.label())).isSameAs(column));
		assertThat(Column.of("no such column")).isNull();
	}

	@Test
	void labelsCarryTheUnitOfTimesAndSizes() {
		assertThat(Column.values()).allSatisfy((column) -> {
			switch (column.unit()) {
				case NANOSECONDS -> assertThat(column.label()).matches(".*(Nanos|\\.nanos)");
				case BYTES -> assertThat(column.label()).matches(".*(Bytes|Chars)");
				case PERCENT -> assertThat(column.label()).endsWith("percent");
				case COUNT -> assertThat(column.label()).doesNotEndWith("Bytes").doesNotEndWith("Nanos");
			}
		});
	}

	@Test
	void noLabelIsThePrefixOfAnother() {
		// Dots become levels of the JSON document: a key cannot be both a value and an
		// object.
		List<String> labels = Arrays.stream(Column.values()).map(Column::label).toList();
		assertThat(labels)
			.noneSatisfy((label) -> assertThat(labels).anyMatch((other) -> other.startsWith(label + ".")));
	}

	@Test
	void socketsAreInTheOrderOfTheKernelsNumbers() {
		// include/net/tcp_states.h
		List<String> states = List.of("ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT",
				"CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING");
		int first = Column.SOCKETS_ESTABLISHED.ordinal();
		for (int i = 0; i < states.size(); i++) {
			assertThat(Column.values()[first + i].name()).isEqualTo("SOCKETS_" + states.get(i));
		}
		assertThat(Column.values()).filteredOn((column) -> column.label().startsWith("network.sockets."))
			.hasSize(states.size());
	}

	@Test
	void convertsPercentToFractionsAndLeavesTheRestWhole() {
		assertThat(Column.CPU_PERCENT.toUnit(123_456)).isEqualTo(123.456);
		assertThat(Column.MEMORY_RSS.toUnit(123_456)).isEqualTo(123_456L);
	}

	@Test
	void percentColumnsAreNotCounters() {
		assertThat(Column.values()).filteredOn((column) -> column.unit() == Column.Unit.PERCENT)
			.extracting(Column::kind)
			.doesNotContain(Column.Kind.COUNTER);
	}

}
