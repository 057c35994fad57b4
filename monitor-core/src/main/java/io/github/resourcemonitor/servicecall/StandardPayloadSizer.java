package io.github.resourcemonitor.servicecall;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Built-in sizer for types of the JDK: byte arrays, byte buffers (their remaining bytes),
 * character sequences (in UTF-8) and files.
 */
final class StandardPayloadSizer implements PayloadSizer {

	@Override
	public boolean supports(Class<?> type) {
		return type == byte[].class || ByteBuffer.class.isAssignableFrom(type)
				|| CharSequence.class.isAssignableFrom(type) || File.class.isAssignableFrom(type)
				|| Path.class.isAssignableFrom(type);
	}

	@Override
	public long sizeOf(Object payload) {
		if (payload instanceof byte[] bytes) {
			return bytes.length;
		}
		if (payload instanceof ByteBuffer buffer) {
			return buffer.remaining();
		}
		if (payload instanceof CharSequence text) {
			return utf8Length(text);
		}
		if (payload instanceof File file) {
			return file.isFile() ? file.length() : UNKNOWN;
		}
		return sizeOf((Path) payload);
	}

	private static long sizeOf(Path path) {
		try {
			return Files.isRegularFile(path) ? Files.size(path) : UNKNOWN;
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
	}

	static long utf8Length(CharSequence text) {
		long length = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < 0x80) {
				length++;
			}
			else if (c < 0x800) {
				length += 2;
			}
			else if (Character.isHighSurrogate(c) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				length += 4;
				i++;
			}
			else {
				// An unpaired surrogate is encoded as a question mark.
				length += Character.isSurrogate(c) ? 1 : 3;
			}
		}
		return length;
	}

}
