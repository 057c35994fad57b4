package io.github.resourcemonitor.sampling.linux;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Names as the kernel has them: bytes in no particular encoding. They are held in strings
 * with one character for each byte, because decoding them could fail or lose something:
 * with {@code LC_ALL=C} the JVM cannot convert a name like {@code ü} to a path at all.
 */
final class Octets {

	private Octets() {
	}

	/**
	 * Split the content of a file into lines.
	 * @param content the content
	 * @return the lines, one character for each byte
	 */
	static List<String> lines(byte[] content) {
		// Not String.lines(): a name may contain a carriage return.
		String text = new String(content, StandardCharsets.ISO_8859_1);
		return text.isEmpty() ? List.of() : Arrays.asList(text.split("\n"));
	}

	/**
	 * Replace the octal escapes that {@code mountinfo} has for blanks and backslashes.
	 * @param escaped the text with escapes
	 * @return the text without them
	 */
	static String unescape(String escaped) {
		if (escaped.indexOf('\\') < 0) {
			return escaped;
		}
		StringBuilder result = new StringBuilder(escaped.length());
		for (int i = 0; i < escaped.length(); i++) {
			char c = escaped.charAt(i);
			if (c == '\\' && isOctal(escaped, i + 1)) {
				result.append((char) (Integer.parseInt(escaped, i + 1, i + 4, 8) & 0xFF));
				i += 3;
			}
			else {
				result.append(c);
			}
		}
		return result.toString();
	}

	private static boolean isOctal(String text, int from) {
		for (int i = from; i < from + 3; i++) {
			if (i >= text.length() || text.charAt(i) < '0' || text.charAt(i) > '7') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Resolve a path against a folder, whatever the encoding of the JVM is.
	 * @param folder the folder
	 * @param path the path, relative to the folder even if it begins with a slash
	 * @return the path below the folder
	 * @throws IllegalArgumentException if it is no path
	 */
	static Path resolve(Path folder, String path) {
		Path result = folder;
		for (String name : path.split("/")) {
			if (!name.isEmpty()) {
				result = child(result, name);
			}
		}
		return result;
	}

	private static Path child(Path folder, String name) {
		if (name.chars().allMatch((c) -> c > 0 && c < 0x80)) {
			return folder.resolve(name);
		}
		// The only way to make a path of bytes.
		StringBuilder uri = new StringBuilder(folder.toUri().toString());
		if (uri.charAt(uri.length() - 1) != '/') {
			uri.append('/');
		}
		for (byte octet : name.getBytes(StandardCharsets.ISO_8859_1)) {
			uri.append('%')
				.append(Character.forDigit(octet >> 4 & 0xF, 16))
				.append(Character.forDigit(octet & 0xF, 16));
		}
		return Path.of(URI.create(uri.toString()));
	}

	/**
	 * Return a path as it is shown to users, who mostly use UTF-8.
	 * @param path a path, one character for each byte
	 * @return the decoded path
	 */
	static String display(String path) {
		return new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	/**
	 * Return a path as it is shown to users.
	 * @param path the path
	 * @return the decoded path
	 */
	static String display(Path path) {
		String decoded = path.toUri().getPath();
		return (decoded.length() > 1 && decoded.endsWith("/")) ? decoded.substring(0, decoded.length() - 1) : decoded;
	}

}
