package io.github.resourcemonitor.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Extracts the verb of SQL statements, and nothing else of their text.
 */
final class SqlVerbs {

	private static final String OTHER = "OTHER";

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
			String each = of(statement);
			if (verb != null && !verb.equals(each)) {
				return batch ? "BATCH" : OTHER;
			}
			verb = each;
		}
		verb = (verb != null) ? verb : OTHER;
		return batch ? "BATCH " + verb : verb;
	}

	private static String of(String statement) {
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
