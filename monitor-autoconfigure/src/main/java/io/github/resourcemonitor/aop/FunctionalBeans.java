package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * What makes a bean functional: that it is a {@link Function}, {@link Consumer} or
 * {@link Supplier}.
 */
final class FunctionalBeans {

	private FunctionalBeans() {
	}

	static boolean isFunctional(Class<?> type) {
		return Function.class.isAssignableFrom(type) || Consumer.class.isAssignableFrom(type)
				|| Supplier.class.isAssignableFrom(type);
	}

	/**
	 * Return whether a method is the one that does the work.
	 * @param method a method of a functional bean
	 * @param type the class of the bean
	 * @return whether it is
	 */
	static boolean isFunctionalMethod(Method method, Class<?> type) {
		return switch (method.getName()) {
			case "apply" -> method.getParameterCount() == 1 && Function.class.isAssignableFrom(type);
			case "accept" -> method.getParameterCount() == 1 && Consumer.class.isAssignableFrom(type);
			case "get" -> method.getParameterCount() == 0 && Supplier.class.isAssignableFrom(type);
			default -> false;
		};
	}

	/**
	 * Return what a function or supplier returns.
	 * @param type its declared type
	 * @return the class, or {@code null} if it is not declared or nothing is returned
	 */
	static @Nullable Class<?> resultType(ResolvableType type) {
		Class<?> result = type.as(Function.class).getGeneric(1).resolve();
		return (result != null) ? result : type.as(Supplier.class).getGeneric(0).resolve();
	}

	/**
	 * Compose a function as {@link Function#andThen}, {@link Function#compose} and
	 * {@link Consumer#andThen} do, but round the proxy: the target would compose itself.
	 * @param proxy the proxy
	 * @param method the method that is called
	 * @param argument its argument
	 * @return the composed function, or {@code null} if the method composes nothing
	 */
	@SuppressWarnings("unchecked")
	static @Nullable Object compose(Object proxy, Method method, Object argument) {
		if (method.getDeclaringClass() == Function.class && proxy instanceof Function<?, ?> raw) {
			Function<Object, Object> function = (Function<Object, Object>) raw;
			Function<Object, Object> other = (Function<Object, Object>) Objects.requireNonNull(argument);
			if (method.getName().equals("andThen")) {
				return (Function<Object, Object>) (input) -> other.apply(function.apply(input));
			}
			if (method.getName().equals("compose")) {
				return (Function<Object, Object>) (input) -> function.apply(other.apply(input));
			}
		}
		if (method.getDeclaringClass() == Consumer.class && method.getName().equals("andThen")
				&& proxy instanceof Consumer<?> raw) {
			Consumer<Object> consumer = (Consumer<Object>) raw;
			Consumer<Object> other = (Consumer<Object>) Objects.requireNonNull(argument);
			return (Consumer<Object>) (input) -> {
				consumer.accept(input);
				other.accept(input);
			};
		}
		return null;
	}

}
