package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Helpers for functional beans, which are each a {@link Function}, {@link Consumer} or
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
	 * Return whether a method is the functional method.
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
	 * Return the result type of a function or supplier.
	 * @param type its declared type
	 * @return the class, or {@code null} if it is not declared or there is no result
	 */
	static @Nullable Class<?> resultType(ResolvableType type) {
		Class<?> result = type.as(Function.class).getGeneric(1).resolve();
		return (result != null) ? result : type.as(Supplier.class).getGeneric(0).resolve();
	}

	/**
	 * Compose a function as {@link Function#andThen}, {@link Function#compose} and
	 * {@link Consumer#andThen} do, but with the proxy: the target would compose itself,
	 * unmonitored.
	 * @param proxy the proxy
	 * @param method the method that is called
	 * @param argument its argument
	 * @return the composed function, or {@code null} if the method does not compose
	 * functions
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
