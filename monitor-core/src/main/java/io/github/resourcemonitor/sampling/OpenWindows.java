package io.github.resourcemonitor.sampling;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Open windows. Thread-safe. They are kept in several lists, each with a lock of its own,
 * so that threads that add and remove windows seldom wait for each other; neither
 * allocates.
 */
final class OpenWindows {

	/**
	 * A power of two.
	 */
	private static final int LISTS = 16;

	private final WindowList[] lists = new WindowList[LISTS];

	OpenWindows() {
		for (int i = 0; i < LISTS; i++) {
			this.lists[i] = new WindowList();
		}
	}

	@SuppressWarnings("deprecation")
	void add(SampleWindow window) {
		// Thread.threadId() came with Java 19.
		window.list = (int) Thread.currentThread().getId() & LISTS - 1;
		this.lists[window.list].add(window);
	}

	/**
	 * Remove a window.
	 * @param window the window
	 * @return {@code false} if it was removed before
	 */
	boolean remove(SampleWindow window) {
		return this.lists[window.list].remove(window);
	}

	boolean isEmpty() {
		for (WindowList list : this.lists) {
			if (list.size > 0) {
				return false;
			}
		}
		return true;
	}

	List<SampleWindow> snapshot() {
		List<SampleWindow> windows = new ArrayList<>();
		for (WindowList list : this.lists) {
			list.addTo(windows);
		}
		return windows;
	}

	private static final class WindowList {

		private @Nullable SampleWindow head;

		private volatile int size;

		synchronized void add(SampleWindow window) {
			SampleWindow first = this.head;
			window.next = first;
			if (first != null) {
				first.previous = window;
			}
			this.head = window;
			this.size++;
		}

		synchronized boolean remove(SampleWindow window) {
			if (window.closed) {
				return false;
			}
			window.closed = true;
			if (window.previous != null) {
				window.previous.next = window.next;
			}
			else {
				this.head = window.next;
			}
			if (window.next != null) {
				window.next.previous = window.previous;
			}
			// A removed window that is still referenced must not retain later ones.
			window.previous = null;
			window.next = null;
			this.size--;
			return true;
		}

		synchronized void addTo(List<SampleWindow> windows) {
			for (SampleWindow window = this.head; window != null; window = window.next) {
				windows.add(window);
			}
		}

	}

}
