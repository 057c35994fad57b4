package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields of one kind of object as the tree that they are in a document: fields with a
 * common beginning of their paths stand together in an object. Immutable.
 *
 * @param <T> the type of the object
 */
final class FieldTree<T> {

	private final Node<T>[] nodes;

	private FieldTree(Node<T>[] nodes) {
		this.nodes = nodes;
	}

	/**
	 * Make the tree of fields.
	 * @param base what stands before the paths of all fields
	 * @param fields the fields
	 * @param requiredObjects the paths of the objects that stay in the document if
	 * nothing is in them
	 */
	static <T> FieldTree<T> of(String base, List<RecordField<T>> fields, Set<String> requiredObjects) {
		return of(base, fields, requiredObjects, (field) -> true);
	}

	/**
	 * Make the tree of some of the fields.
	 * @param base what stands before the paths of all fields
	 * @param fields the fields
	 * @param requiredObjects the paths of the objects that stay in the document if
	 * nothing is in them
	 * @param wanted which fields, and which of those in lists, the tree has
	 */
	static <T> FieldTree<T> of(String base, List<RecordField<T>> fields, Set<String> requiredObjects,
			Predicate<RecordField<?>> wanted) {
		Map<String, List<RecordField<T>>> parts = new LinkedHashMap<>();
		for (RecordField<T> field : fields) {
			if (!wanted.test(field)) {
				continue;
			}
			String rest = field.path().substring(base.length());
			int dot = rest.indexOf('.');
			String part = (dot < 0) ? rest : rest.substring(0, dot);
			List<RecordField<T>> members = parts.get(part);
			if (members == null) {
				members = new ArrayList<>();
				parts.put(part, members);
			}
			members.add(field);
		}
		List<Node<T>> nodes = new ArrayList<>();
		for (Map.Entry<String, List<RecordField<T>>> entry : parts.entrySet()) {
			String path = base.concat(entry.getKey());
			List<RecordField<T>> members = entry.getValue();
			if (members.get(0).path().equals(path)) {
				nodes.add(leaf(members.get(0), requiredObjects, wanted));
			}
			else {
				FieldTree<T> content = of(path.concat("."), members, requiredObjects, wanted);
				nodes.add(new ObjectNode<>(new FieldName(entry.getKey()), content, requiredObjects.contains(path)));
			}
		}
		return new FieldTree<>(array(nodes));
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static <T> Node<T>[] array(List<Node<T>> nodes) {
		return nodes.toArray(new Node[0]);
	}

	private static <T> Node<T> leaf(RecordField<T> field, Set<String> requiredObjects,
			Predicate<RecordField<?>> wanted) {
		if (field.type() != FieldType.OBJECTS) {
			return new ValueNode<>(field);
		}
		return new ListNode<>(field, of(field.path().concat("[]."), field.items(), requiredObjects, wanted));
	}

	/**
	 * Return this tree without one of its objects.
	 * @param name the name of the object
	 */
	FieldTree<T> without(String name) {
		List<Node<T>> kept = new ArrayList<>();
		for (Node<T> node : this.nodes) {
			if (!(node instanceof ObjectNode<T> object) || !object.name.text().equals(name)) {
				kept.add(node);
			}
		}
		return new FieldTree<>(array(kept));
	}

	/**
	 * Return the fields in the order of the document.
	 */
	List<RecordField<T>> fields() {
		List<RecordField<T>> result = new ArrayList<>();
		for (Node<T> node : this.nodes) {
			node.collect(result);
		}
		return List.copyOf(result);
	}

	/**
	 * Pass all that is known on to a sink.
	 */
	void walk(T source, RecordSink sink) {
		for (Node<T> node : this.nodes) {
			node.walk(source, sink);
		}
	}

	private interface Node<T> {

		void walk(T source, RecordSink sink);

		void collect(List<RecordField<T>> fields);

	}

	private record ValueNode<T>(RecordField<T> field) implements Node<T> {

		@Override
		public void walk(T source, RecordSink sink) {
			this.field.pass(source, sink);
		}

		@Override
		public void collect(List<RecordField<T>> fields) {
			fields.add(this.field);
		}

	}

	private record ListNode<T>(RecordField<T> field, FieldTree<Object> items) implements Node<T> {

		@Override
		public void walk(T source, RecordSink sink) {
			Collection<Object> list = this.field.list(source);
			if (list != null) {
				sink.startList(this.field.name());
				for (Object item : list) {
					sink.startItem();
					this.items.walk(item, sink);
					sink.endItem();
				}
				sink.endList();
			}
		}

		@Override
		public void collect(List<RecordField<T>> fields) {
			fields.add(this.field);
		}

	}

	private record ObjectNode<T>(FieldName name, FieldTree<T> content, boolean required) implements Node<T> {

		@Override
		public void walk(T source, RecordSink sink) {
			sink.startObject(this.name);
			this.content.walk(source, sink);
			sink.endObject(this.name, this.required);
		}

		@Override
		public void collect(List<RecordField<T>> fields) {
			fields.addAll(this.content.fields());
		}

	}

}
