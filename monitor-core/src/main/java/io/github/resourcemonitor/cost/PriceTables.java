package io.github.resourcemonitor.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The tables of prices by their names. Immutable.
 */
public final class PriceTables {

	private static final String BUILT_IN = "/META-INF/resource-monitor/prices.txt";

	private final Map<String, PriceTable> tables;

	private PriceTables(Map<String, PriceTable> tables) {
		this.tables = tables;
	}

	/**
	 * Return the tables that come with the library.
	 * @return the tables
	 */
	public static PriceTables builtIn() {
		try (InputStream stream = PriceTables.class.getResourceAsStream(BUILT_IN)) {
			if (stream == null) {
				throw new InvalidPricesException("prices", null, "The prices of the library are missing: " + BUILT_IN);
			}
			return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), BUILT_IN);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Parse tables.
	 * @param text the text, in the form that {@code docs/cost.md} describes
	 * @param origin where it was read, for messages
	 * @return the tables
	 * @throws InvalidPricesException if a table is broken
	 */
	public static PriceTables parse(String text, String origin) {
		Map<String, PriceTable> tables = new LinkedHashMap<>();
		for (PriceTable table : PriceTableParser.parse(text, origin)) {
			tables.put(table.name(), table);
		}
		return new PriceTables(tables);
	}

	/**
	 * Return these tables and others, which replace those of the same name.
	 * @param others the other tables, which come first where several fit
	 * @return all of them
	 */
	public PriceTables with(PriceTables others) {
		Map<String, PriceTable> all = new LinkedHashMap<>(others.tables);
		this.tables.forEach(all::putIfAbsent);
		return new PriceTables(all);
	}

	/**
	 * Return all tables.
	 * @return the tables
	 */
	public Collection<PriceTable> all() {
		return List.copyOf(this.tables.values());
	}

	/**
	 * Return the table of a platform.
	 * @param platform the platform
	 * @param region the region, {@code null} if it is not known
	 * @param architecture the architecture of the processor, as {@code os.arch} names it
	 * @return the table, {@code null} if none applies
	 */
	@Nullable PriceTable compute(Platform platform, @Nullable String region, String architecture) {
		for (PriceTable table : this.tables.values()) {
			if (table.isOf(platform) && table.appliesIn(region) && table.isFor(architecture)) {
				return table;
			}
		}
		return null;
	}

	/**
	 * Return the regions of a platform.
	 * @param platform the platform
	 * @return the regions, sorted
	 */
	Set<String> regions(Platform platform) {
		Set<String> regions = new TreeSet<>();
		for (PriceTable table : this.tables.values()) {
			if (table.isOf(platform)) {
				regions.addAll(table.regions());
			}
		}
		return regions;
	}

	/**
	 * Return the tables of the operations of services.
	 */
	List<PriceTable> services() {
		return this.tables.values().stream().filter((table) -> table.service() != null).toList();
	}

	/**
	 * Return the first table that has a price of a GiB of something.
	 * @param what of what
	 * @return the table, {@code null} if there is none
	 */
	@Nullable PriceTable volume(String what) {
		for (PriceTable table : this.tables.values()) {
			if (table.price(TableKeys.PER_GIB + what) != null) {
				return table;
			}
		}
		return null;
	}

	/**
	 * Return of what the tables have a price per GiB.
	 */
	Set<String> volumes() {
		Set<String> names = new TreeSet<>();
		for (PriceTable table : this.tables.values()) {
			for (String key : table.prices().keySet()) {
				if (key.startsWith(TableKeys.PER_GIB)) {
					names.add(key.substring(TableKeys.PER_GIB.length()));
				}
			}
		}
		return names;
	}

}
