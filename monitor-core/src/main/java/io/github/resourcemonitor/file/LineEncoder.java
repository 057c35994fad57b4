package io.github.resourcemonitor.file;

/**
 * Turns lines into the bytes of a file. Each line is either accepted, because its bytes
 * are in the file, or rejected, because they are not; then the next one does not depend
 * on it.
 */
interface LineEncoder {

	/**
	 * Encode a line.
	 * @param line the line, with its end
	 * @return the bytes to append to the file, used until the next call
	 */
	Encoded encode(byte[] line);

	/**
	 * The bytes of the last line are in the file.
	 */
	void accepted();

	/**
	 * The bytes of the last line are not in the file.
	 */
	void rejected();

	/**
	 * Return what a file ends with that has the accepted lines.
	 */
	byte[] end();

	/**
	 * Release what is held.
	 */
	void close();

	/**
	 * Encoded bytes.
	 *
	 * @param bytes holds them from its start on
	 * @param length how many they are
	 */
	record Encoded(byte[] bytes, int length) {

	}

	/**
	 * Leaves lines as they are.
	 */
	final class Plain implements LineEncoder {

		private static final byte[] NOTHING = {};

		@Override
		public Encoded encode(byte[] line) {
			return new Encoded(line, line.length);
		}

		@Override
		public void accepted() {
		}

		@Override
		public void rejected() {
		}

		@Override
		public byte[] end() {
			return NOTHING;
		}

		@Override
		public void close() {
		}

	}

}
