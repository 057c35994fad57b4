package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Parses tables of prices. A table begins with its name in brackets, followed by lines of
 * {@code key = value}. A line that begins with a space goes on with the value of the line
 * before, and one that begins with {@code #} is a comment. Not thread-safe; for one text.
 */
final class PriceTableParser {

	private static final String INCLUDED = "included";

	/**
	 * As milliseconds eleven days, so that the sums of rounded times stay far from the
	 * limits of a long.
	 */
	private static final BigDecimal LARGEST = new BigDecimal("1e9");

	private final String origin;

	private final Map<String, PriceTable> tables = new LinkedHashMap<>();

	private @Nullable String table;

	private int line;

	private final Map<String, String> values = new LinkedHashMap<>();

	private @Nullable String key;

	private PriceTableParser(String origin) {
		this.origin = origin;
	}

	/**
	 * Parse tables.
	 * @param text the text
	 * @param origin where it was read, for messages
	 * @return the tables, in the order of the text
	 * @throws InvalidPricesException if the text is broken, or a table lacks its source,
	 * date or currency
	 */
	static List<PriceTable> parse(String text, String origin) {
		PriceTableParser parser = new PriceTableParser(origin);
		// Editors may put a byte order mark in front.
		text.lines().map((line) -> line.replace("\uFEFF", "")).forEach(parser::line);
		parser.endTable();
		if (parser.tables.isEmpty()) {
			throw new InvalidPricesException("prices", null,
					"There is no table of prices in " + origin + ": a table begins with [name]");
		}
		return List.copyOf(parser.tables.values());
	}

	private void line(String text) {
		this.line++;
		String stripped = text.strip();
		if (stripped.isEmpty() || stripped.startsWith("#")) {
			return;
		}
		if (Character.isWhitespace(text.charAt(0))) {
			String continued = this.key;
			if (continued == null) {
				throw broken("a line that begins with a space goes on with a value, but there is none before it");
			}
			this.values.merge(continued, stripped, (before, more) -> before + " " + more);
		}
		else if (stripped.startsWith("[")) {
			startTable(stripped);
		}
		else {
			entry(stripped);
		}
	}

	private void startTable(String header) {
		endTable();
		String name = header.substring(1, header.length() - (header.endsWith("]") ? 1 : 0)).strip();
		this.table = name;
		if (!header.endsWith("]") || name.isEmpty()) {
			throw broken("the name of a table stands in brackets, but this is " + header);
		}
		if (this.tables.containsKey(name)) {
			throw broken("there are two tables of this name");
		}
	}

	private void entry(String text) {
		int separator = text.indexOf('=');
		String name = (separator >= 0) ? text.substring(0, separator).strip() : "";
		if (name.isEmpty()) {
			throw broken("a line is 'key = value', but this is '" + text + "'");
		}
		if (this.table == null) {
			throw broken("'" + name + "' stands before the first table, which begins with [name]");
		}
		if (this.values.putIfAbsent(name, text.substring(separator + 1).strip()) != null) {
			throw broken("'" + name + "' is there twice");
		}
		this.key = name;
	}

	private void endTable() {
		String name = this.table;
		if (name != null) {
			this.tables.put(name, table(name));
		}
		this.values.clear();
		this.key = null;
	}

	private PriceTable table(String name) {
		String source = required(TableKeys.SOURCE);
		LocalDate date = date(required(TableKeys.DATE));
		String currency = currency(required(TableKeys.CURRENCY));
		List<String> platforms = platforms();
		Set<String> regions = new LinkedHashSet<>(words(take(TableKeys.REGIONS)));
		String architecture = take(TableKeys.ARCHITECTURE);
		String service = take(TableKeys.SERVICE);
		String assumption = take(TableKeys.ASSUMPTION);
		Map<String, Price> prices = new HashMap<>();
		Map<String, BigDecimal> numbers = new HashMap<>();
		Map<String, List<String>> patterns = new HashMap<>();
		Set<String> included = new HashSet<>();
		this.values.forEach((each, value) -> {
			if (TableKeys.isPrice(each)) {
				if (value.equals(INCLUDED)) {
					included.add(each);
				}
				else {
					prices.put(each, price(each, value));
				}
			}
			else if (TableKeys.isNumber(each)) {
				numbers.put(each, number(each, value));
			}
			else if (TableKeys.isOperations(each)) {
				patterns.put(each, words(value));
			}
			else {
				throw broken("unknown key '" + each + "'; known are: " + String.join(", ", TableKeys.all()));
			}
		});
		for (String operations : patterns.keySet()) {
			String price = TableKeys.CLASS + operations.substring(TableKeys.OPERATIONS.length());
			if (!prices.containsKey(price)) {
				throw broken("'" + operations + "' needs the price '" + price + "'");
			}
		}
		if (service == null && !patterns.isEmpty()) {
			throw broken("operations need the 'service' that they are of");
		}
		return new PriceTable(name, source, date, currency, platforms, Collections.unmodifiableSet(regions),
				architecture, service, assumption, Map.copyOf(prices), Set.copyOf(included), Map.copyOf(numbers),
				Map.copyOf(patterns));
	}

	private @Nullable String take(String name) {
		String value = this.values.remove(name);
		if (value != null && value.isEmpty()) {
			throw broken("'" + name + "' has no value");
		}
		return value;
	}

	private String required(String name) {
		String value = take(name);
		if (value == null) {
			throw broken("it has no '" + name + "'");
		}
		return value;
	}

	private static List<String> words(@Nullable String value) {
		return (value != null && !value.isBlank()) ? Arrays.asList(value.strip().split("[\\s,]+")) : List.of();
	}

	private List<String> platforms() {
		List<String> labels = new ArrayList<>();
		for (String label : words(take(TableKeys.PLATFORM))) {
			try {
				labels.add(Platform.of(label).label());
			}
			catch (InvalidPricesException ex) {
				throw broken(String.valueOf(ex.getMessage()));
			}
		}
		return List.copyOf(labels);
	}

	private LocalDate date(String value) {
		try {
			return LocalDate.parse(value);
		}
		catch (DateTimeException ex) {
			throw broken("its date is year-month-day, such as 2026-09-24, but this is '" + value + "'");
		}
	}

	private String currency(String value) {
		try {
			return Currency.getInstance(value).getCurrencyCode();
		}
		catch (IllegalArgumentException ex) {
			throw broken("its currency is a code such as USD, but this is '" + value + "'");
		}
	}

	private Price price(String name, String value) {
		try {
			return Price.of(value);
		}
		catch (IllegalArgumentException ex) {
			throw broken("'" + name + "': " + ex.getMessage());
		}
	}

	private BigDecimal number(String name, String value) {
		BigDecimal number;
		try {
			number = Price.number(value);
		}
		catch (IllegalArgumentException ex) {
			throw broken("'" + name + "': " + ex.getMessage());
		}
		if (TableKeys.isDiscount(name)) {
			if (number.signum() < 0 || number.compareTo(BigDecimal.ONE) > 0 || number.scale() > 4) {
				throw broken("'" + name + "' is a part from 0 to 1 with at most 4 decimals, but is " + value);
			}
			return number;
		}
		if (number.signum() < 0 || number.compareTo(LARGEST) > 0 || number.stripTrailingZeros().scale() > 0) {
			throw broken("'" + name + "' is a whole number from 0 to " + LARGEST.toPlainString() + ", but is " + value);
		}
		return number;
	}

	private InvalidPricesException broken(String problem) {
		return new InvalidPricesException("prices", null,
				"Broken table of prices '" + ((this.table != null) ? this.table : "") + "' (" + this.origin + ", line "
						+ this.line + "): " + problem);
	}

}
