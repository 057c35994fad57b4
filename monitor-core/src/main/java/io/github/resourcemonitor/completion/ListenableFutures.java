package io.github.resourcemonitor.completion;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * Futures that accept listeners: Guava's {@code ListenableFuture}, Google's
 * {@code ApiFuture}, and others with the same method. They are found by the interface
 * that declares it, because there are copies of these libraries under other names.
 */
final class ListenableFutures {

	private static final MethodType LISTENER = MethodType.methodType(void.class, Runnable.class, Executor.class);

	/**
	 * The method of each class of futures.
	 */
	private final ClassValue<Method> methods = new ClassValue<>() {

		@Override
		protected Method computeValue(Class<?> type) {
			return new Method(find(type));
		}

	};

	/**
	 * Add a listener, which the thread that completes the future calls.
	 * @return {@code false} if the future does not accept listeners
	 * @throws Throwable what the future throws
	 */
	boolean addListener(Future<?> future, Runnable listener) throws Throwable {
		MethodHandle method = this.methods.get(future.getClass()).handle();
		if (method == null) {
			return false;
		}
		Executor direct = Runnable::run;
		method.invoke(future, listener, direct);
		return true;
	}

	private static @Nullable MethodHandle find(Class<?> type) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			for (Class<?> candidate : each.getInterfaces()) {
				MethodHandle found = findIn(candidate);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	private static @Nullable MethodHandle findIn(Class<?> candidate) {
		if (Future.class.isAssignableFrom(candidate)) {
			try {
				return MethodHandles.publicLookup().findVirtual(candidate, "addListener", LISTENER);
			}
			catch (NoSuchMethodException | IllegalAccessException ex) {
				// Another interface of the class may have it.
			}
		}
		for (Class<?> parent : candidate.getInterfaces()) {
			MethodHandle found = findIn(parent);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private record Method(@Nullable MethodHandle handle) {

	}

}
