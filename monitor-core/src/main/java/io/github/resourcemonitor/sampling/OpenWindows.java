package io.github.resourcemonitor.sampling;

import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * List of open windows. Thread-safe; adding and removing hold a lock for some nanoseconds
 * and do not allocate.
 */
final class OpenWindows {

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable SampleWindow head;

	private int size;

	void add(SampleWindow window) {
		this.lock.lock();
		try {
			window.next = this.head;
			if (this.head != null) {
				this.head.previous = window;
			}
			this.head = window;
			this.size++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Remove a window.
	 * @param window the window
	 * @return {@code false} if it was removed before
	 */
	boolean remove(SampleWindow window) {
		this.lock.lock();
		try {
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
		finally {
			this.lock.unlock();
		}
	}

	SampleWindow[] snapshot() {
		this.lock.lock();
		try {
			SampleWindow[] windows = new SampleWindow[this.size];
			SampleWindow window = this.head;
			for (int i = 0; window != null; i++) {
				windows[i] = window;
				window = window.next;
			}
			return windows;
		}
		finally {
			this.lock.unlock();
		}
	}

}
