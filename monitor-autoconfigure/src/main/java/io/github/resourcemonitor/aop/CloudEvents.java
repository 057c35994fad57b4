package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.record.Trigger;
import org.jspecify.annotations.Nullable;

import org.springframework.context.PayloadApplicationEvent;
import org.springframework.util.ReflectionUtils;

/**
 * What has caused CloudEvents, whose API is optional. Safe for use by any thread.
 */
final class CloudEvents {

	private static final String API = "io.cloudevents.CloudEvent";

	/**
	 * The methods that return the type of an event, by its class.
	 */
	private final Map<Class<?>, Method> getters = new ConcurrentHashMap<>();

	/**
	 * Return whether a class is that of CloudEvents.
	 */
	static boolean isEvent(Class<?> type) {
		return findApi(type) != null;
	}

	private static @Nullable Class<?> findApi(@Nullable Class<?> type) {
		if (type == null || type.getName().equals(API)) {
			return type;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			Class<?> found = findApi(implemented);
			if (found != null) {
				return found;
			}
		}
		return findApi(type.getSuperclass());
	}

	/**
	 * Return what has caused an event.
	 * @param arguments those of the listener
	 * @return the trigger, {@link Trigger#OTHER} if it is not known
	 */
	Trigger triggerOf(@Nullable Object[] arguments) {
		Object event = (arguments.length > 0) ? arguments[0] : null;
		if (event instanceof PayloadApplicationEvent<?> wrapper) {
			event = wrapper.getPayload();
		}
		Method getter = (event != null) ? getter(event.getClass()) : null;
		return (getter != null && ReflectionUtils.invokeMethod(getter, event) instanceof String type)
				? Trigger.ofCloudEvent(type) : Trigger.OTHER;
	}

	private @Nullable Method getter(Class<?> type) {
		Method getter = this.getters.get(type);
		if (getter == null) {
			Class<?> api = findApi(type);
			getter = (api != null) ? ReflectionUtils.findMethod(api, "getType") : null;
			if (getter != null) {
				this.getters.put(type, getter);
			}
		}
		return getter;
	}

}
