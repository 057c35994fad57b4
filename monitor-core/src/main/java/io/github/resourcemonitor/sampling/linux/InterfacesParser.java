package io.github.resourcemonitor.sampling.linux;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.InterfaceTotals;

/**
 * Parser of {@code /proc/self/net/dev} that remembers the interfaces of the last reading.
 * Allocates nothing while they stay the same.
 */
final class InterfacesParser implements FileReader.Parser {

	private static final String LOOPBACK = "lo:";

	private final InterfaceTotals totals = new InterfaceTotals();

	/**
	 * The names of the last reading with their colons, in the order of the file.
	 */
	private final List<String> names = new ArrayList<>();

	@Override
	public void parse(Text text, long[] row) {
		text.nextLine();
		text.nextLine();
		this.totals.begin();
		int count = 0;
		while (text.hasMore()) {
			text.skipBlanks();
			if (acceptName(text, count)) {
				String name = this.names.get(count++);
				long received = text.number(Column.ABSENT);
				text.skipWords(7);
				long sent = text.number(Column.ABSENT);
				this.totals.add(name, name.equals(LOOPBACK), received, sent);
			}
			text.nextLine();
		}
		while (this.names.size() > count) {
			this.names.remove(this.names.size() - 1);
		}
		this.totals.end(row);
	}

	/**
	 * Move past the name of a line, and put it at its position in the names.
	 */
	private boolean acceptName(Text text, int position) {
		for (int i = position; i < this.names.size(); i++) {
			if (text.accept(this.names.get(i))) {
				if (i > position) {
					// Those between have vanished, or will be found anew.
					this.names.subList(position, i).clear();
				}
				return true;
			}
		}
		int start = text.position();
		if (!text.skipPast(':')) {
			return false;
		}
		this.names.add(position, text.octets(start, text.position()));
		return true;
	}

}
