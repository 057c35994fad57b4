package io.github.resourcemonitor.jdbc;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlVerbs}.
 */
class SqlVerbsTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "select 1, SELECT", "\"  \n\tInsert into t values (1)\", INSERT",
			"\"-- a comment; delete\nupdate t set a = 1\", UPDATE", "/* drop */ /* table */ delete from t, DELETE",
			"(select 1) union (select 2), SELECT", "{? = call f(1)}, CALL", "{call f}, CALL",
			"with x as (select 1) select * from x, WITH", "selectively, OTHER", "frobnicate t, OTHER", "\"\", OTHER",
			"/* never ends, OTHER", "-- never ends, OTHER", "123, OTHER" })
	void findsTheVerb(String statement, String verb) {
		assertThat(SqlVerbs.of(List.of(statement), false)).isEqualTo(verb);
	}

	@Test
	void namesBatchesByTheirCommonOperation() {
		assertThat(SqlVerbs.of(List.of("insert into a", "insert into b"), true)).isEqualTo("BATCH INSERT");
		assertThat(SqlVerbs.of(List.of("insert into a", "delete from b"), true)).isEqualTo("BATCH");
		assertThat(SqlVerbs.of(List.of("insert into a", "delete from b"), false)).isEqualTo("OTHER");
		assertThat(SqlVerbs.of(List.of(), true)).isEqualTo("BATCH OTHER");
		assertThat(SqlVerbs.of(List.of(), false)).isEqualTo("OTHER");
	}

}
