package io.github.resourcemonitor.sampling;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Approximate retained size of an object: the arrays and objects reachable from it, each
 * counted once, with 16 bytes for a header and 8 for a field or reference. Descends into
 * collections and classes of this project; any other object counts as a header.
 */
final class RetainedSize {

	private static final long HEADER = 16;

	private static final long WORD = 8;

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> waiting = new ArrayDeque<>();

	private RetainedSize() {
	}

	static long of(Object root) {
		return new RetainedSize().measure(root);
	}

	private long measure(Object root) {
		long size = 0;
		reach(root);
		while (!this.waiting.isEmpty()) {
			size += measureOne(this.waiting.remove());
		}
		return size;
	}

	private void reach(Object object) {
		if (object != null && this.seen.add(object)) {
			this.waiting.add(object);
		}
	}

	private long measureOne(Object object) {
		if (object.getClass().isArray()) {
			return measureArray(object);
		}
		if (object instanceof Collection<?> collection) {
			collection.forEach(this::reach);
			return HEADER + collection.size() * 3 * WORD;
		}
		if (object instanceof Map<?, ?> map) {
			map.keySet().forEach(this::reach);
			map.values().forEach(this::reach);
			return HEADER + map.size() * 5 * WORD;
		}
		return object.getClass().getName().startsWith("io.github.resourcemonitor.") ? measureFields(object) : HEADER;
	}

	private long measureArray(Object array) {
		int length = Array.getLength(array);
		if (array instanceof Object[] objects) {
			for (Object object : objects) {
				reach(object);
			}
		}
		boolean small = array instanceof byte[] || array instanceof char[] || array instanceof int[];
		return HEADER + length * (small ? WORD / 2 : WORD);
	}

	private long measureFields(Object object) {
		long size = HEADER;
		for (Class<?> type = object.getClass(); type != Object.class
				&& type != Enum.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					size += WORD;
					if (!field.getType().isPrimitive()) {
						reach(value(field, object));
					}
				}
			}
		}
		return size;
	}

	private static Object value(Field field, Object object) {
		try {
			field.setAccessible(true);
			return field.get(object);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
