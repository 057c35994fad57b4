package io.github.resourcemonitor.concurrent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * List of elements that threads add and remove. It consists of several lists, each with a
 * lock of its own, so that threads seldom wait for each other. Adding and removing does
 * not allocate. Thread-safe.
 *
 * @param <E> the type of the elements
 */
public final class StripedList<E extends StripedList.Element> {

	private final Part[] parts = new Part[Stripes.COUNT];

	/**
	 * Create a new, empty list.
	 */
	public StripedList() {
		for (int i = 0; i < this.parts.length; i++) {
			this.parts[i] = new PaddedPart();
		}
	}

	/**
	 * Add an element. An element can be in one list at most, and be added to it once.
	 * @param element the element
	 */
	public void add(E element) {
		int stripe = Stripes.current();
		this.parts[stripe].add(element, stripe);
	}

	/**
	 * Remove an element.
	 * @param element the element
	 * @return {@code false} if it is not in the list
	 */
	public boolean remove(E element) {
		// Cast for javac, which does not find the field of a type variable.
		int part = ((Element) element).part;
		return part > 0 && this.parts[part - 1].remove(element);
	}

	/**
	 * Return whether there is no element.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		for (Part part : this.parts) {
			if (part.size > 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return the number of elements.
	 * @return the number
	 */
	public int size() {
		int size = 0;
		for (Part part : this.parts) {
			size += part.size;
		}
		return size;
	}

	/**
	 * Return the number of elements that were added by the calling thread and others of
	 * its stripe.
	 * @return the number
	 */
	public int sizeOfStripe() {
		return this.parts[Stripes.current()].size;
	}

	/**
	 * Return the smallest of the elements that are the first of their stripe.
	 * @param order the order of elements, in which the threads of a stripe add theirs
	 * @return the element, {@code null} if there is none
	 */
	@SuppressWarnings("unchecked")
	public @Nullable E first(Comparator<E> order) {
		E first = null;
		for (Part part : this.parts) {
			E candidate = (E) part.first();
			if (candidate != null && (first == null || order.compare(candidate, first) < 0)) {
				first = candidate;
			}
		}
		return first;
	}

	/**
	 * Return the elements.
	 * @return a copy, in no particular order
	 */
	@SuppressWarnings("unchecked")
	public List<E> copy() {
		List<Element> elements = new ArrayList<>();
		for (Part part : this.parts) {
			part.addTo(elements);
		}
		return (List<E>) elements;
	}

	/**
	 * Element of a striped list.
	 */
	public abstract static class Element {

		// Guarded by the part of the list that the element is in.

		@Nullable Element previous;

		@Nullable Element next;

		/**
		 * The number of the part, counted from 1; 0 if this is not in a list.
		 */
		private int part;

	}

	private static class Part {

		private @Nullable Element first;

		private @Nullable Element last;

		private volatile int size;

		synchronized void add(Element element, int stripe) {
			Element before = this.last;
			element.part = stripe + 1;
			element.previous = before;
			if (before != null) {
				before.next = element;
			}
			else {
				this.first = element;
			}
			this.last = element;
			this.size++;
		}

		synchronized boolean remove(Element element) {
			if (element.part == 0) {
				return false;
			}
			element.part = 0;
			Element before = element.previous;
			Element after = element.next;
			if (before != null) {
				before.next = after;
			}
			else {
				this.first = after;
			}
			if (after != null) {
				after.previous = before;
			}
			else {
				this.last = before;
			}
			// A removed element that is still referenced must not retain others.
			element.previous = null;
			element.next = null;
			this.size--;
			return true;
		}

		synchronized @Nullable Element first() {
			return this.first;
		}

		synchronized void addTo(List<Element> elements) {
			for (Element element = this.first; element != null; element = element.next) {
				elements.add(element);
			}
		}

	}

	/**
	 * A part that does not share its cache lines with the next one.
	 */
	@SuppressWarnings("unused")
	private static final class PaddedPart extends Part {

		private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15, p16;

	}

}
