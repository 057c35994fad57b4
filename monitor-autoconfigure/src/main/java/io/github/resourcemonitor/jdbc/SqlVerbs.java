package io.github.resourcemonitor.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Extracts the verb of SQL statements, and nothing else of their text.
 */
final class SqlVerbs {

	private static final String OTHER = "OTHER";

	/**
	 * In place of the verb of statements that have different ones.
	 */
	private static final String DIFFERENT = "";

	private static final Set<String> KNOWN = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "UPSERT",
			"REPLACE", "WITH", "CALL", "EXEC", "EXECUTE", "VALUES", "TRUNCATE", "CREATE", "ALTER", "DROP", "GRANT",
			"REVOKE", "COMMENT", "SET", "SHOW", "EXPLAIN", "ANALYZE", "COPY", "LOCK", "BEGIN", "COMMIT", "ROLLBACK",
			"SAVEPOINT");

	private SqlVerbs() {
	}

	/**
	 * Return the verb of statements that are executed together.
	 * @param statements the statements
	 * @param batch whether they are a batch
	 * @return the verb in upper case, with {@code BATCH} before it for a batch; just
	 * {@code BATCH} if its verbs differ
	 */
	static String of(List<String> statements, boolean batch) {
		String verb = null;
		for (String statement : statements) {
			verb = merge(verb, of(statement));
		}
		if (batch) {
			return ofBatch(verb);
		}
		return (verb != null && !verb.equals(DIFFERENT)) ? verb : OTHER;
	}

	/**
	 * Return the verb of statements that are added to a batch one by one.
	 * @param verb the verb of the statements before, {@code null} for none
	 * @param next the verb of the next statement
	 * @return the verb of all, for {@link #ofBatch}
	 */
	static String merge(@Nullable String verb, String next) {
		return (verb == null || verb.equals(next)) ? next : DIFFERENT;
	}

	/**
	 * Return the name of a batch.
	 * @param verb the verb of its statements, {@code null} if it has none
	 * @return the name
	 */
	static String ofBatch(@Nullable String verb) {
		if (verb == null) {
			return "BATCH " + OTHER;
		}
		return verb.equals(DIFFERENT) ? "BATCH" : "BATCH " + verb;
	}

	/**
	 * Return the verb of a statement.
	 * @param statement the statement
	 * @return the verb in upper case
	 */
	static String of(String statement) {
		int start = start(statement);
		int end = start;
		while (end < statement.length() && Character.isLetter(statement.charAt(end))) {
			end++;
		}
		String word = statement.substring(start, end).toUpperCase(Locale.ROOT);
		return KNOWN.contains(word) ? word : OTHER;
	}

	/**
	 * Return where the first word begins, after comments, brackets and the prefix of the
	 * JDBC escape <code>{? = call f()}</code>.
	 */
	private static int start(String statement) {
		int i = 0;
		while (i < statement.length()) {
			char c = statement.charAt(i);
			if (statement.startsWith("--", i)) {
				i = after(statement, "\n", i);
			}
			else if (statement.startsWith("/*", i)) {
				i = after(statement, "*/", i + 2);
			}
			else if (Character.isWhitespace(c) || "({?=;".indexOf(c) >= 0) {
				i++;
			}
			else {
				return i;
			}
		}
		return i;
	}

	private static int after(String statement, String end, int from) {
		int found = statement.indexOf(end, from);
		return (found >= 0) ? found + end.length() : statement.length();
	}

}
