package io.github.resourcemonitor.aop;

import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

import io.github.resourcemonitor.annotation.MeasuredPayload;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * Where the payload of a service call is found in its arguments and result. Immutable.
 */
final class PayloadPlan {

	private static final int NONE = -1;

	private final Class<?>[] parameterTypes;

	private final Class<?> resultType;

	private final @Nullable Class<?> stageType;

	private final int marked;

	private final int onlyFile;

	PayloadPlan(Method method) {
		this.parameterTypes = method.getParameterTypes();
		// The caller determines the type of a type variable, so the result cannot be
		// replaced.
		this.resultType = (method.getGenericReturnType() instanceof TypeVariable) ? Object.class
				: method.getReturnType();
		this.stageType = CompletionStage.class.isAssignableFrom(this.resultType)
				? ResolvableType.forMethodReturnType(method).as(CompletionStage.class).getGeneric(0).resolve() : null;
		this.marked = findMarked(method);
		this.onlyFile = findOnlyFile(this.parameterTypes);
	}

	private static int findMarked(Method method) {
		// Also finds annotations on the parameters of interface methods.
		MethodParameter[] parameters = new AnnotatedMethod(method).getMethodParameters();
		for (int i = 0; i < parameters.length; i++) {
			if (parameters[i].hasParameterAnnotation(MeasuredPayload.class)) {
				return i;
			}
		}
		return NONE;
	}

	private static int findOnlyFile(Class<?>[] types) {
		int found = NONE;
		for (int i = 0; i < types.length; i++) {
			if (Path.class.isAssignableFrom(types[i]) || File.class.isAssignableFrom(types[i])) {
				if (found != NONE) {
					return NONE;
				}
				found = i;
			}
		}
		return found;
	}

	Class<?> parameterType(int index) {
		return this.parameterTypes[index];
	}

	Class<?> resultType() {
		return this.resultType;
	}

	/**
	 * Return the result type of the {@code CompletionStage} that is returned.
	 * @return the type, or {@code null} if it is unknown or the method does not return a
	 * stage
	 */
	@Nullable Class<?> stageType() {
		return this.stageType;
	}

	boolean returnsNothing() {
		return this.resultType == void.class || this.resultType == Void.class || this.stageType == Void.class;
	}

	/**
	 * Return the argument that holds what was downloaded, if the result does not.
	 * @return the index, or -1 if there is none
	 */
	int downloadArgument() {
		return (this.marked != NONE) ? this.marked : this.onlyFile;
	}

	/**
	 * Return the stream argument that a download is written to. Only a marked argument is
	 * used, and only if the result is not measured.
	 */
	int countedDownloadArgument(@Nullable Object[] arguments, PayloadSizers sizers) {
		boolean flows = this.marked != NONE && PayloadFlows.isFlow(arguments[this.marked]);
		return (flows && !sizers.supports(this.resultType)) ? this.marked : NONE;
	}

	/**
	 * Return the argument that will be uploaded: the marked one, else the only one that
	 * can be measured. Text arguments are used only if there is no other payload, not
	 * even a returned stream to write to, because most of them are names.
	 */
	int uploadArgument(@Nullable Object[] arguments, PayloadSizers sizers) {
		if (this.marked != NONE) {
			return this.marked;
		}
		int payloads = 0;
		int payload = NONE;
		int texts = 0;
		int text = NONE;
		for (int i = 0; i < arguments.length; i++) {
			Object argument = arguments[i];
			if (argument instanceof CharSequence) {
				texts++;
				text = i;
			}
			else if (argument != null && (PayloadFlows.isFlow(argument) || sizers.supports(argument.getClass()))) {
				payloads++;
				payload = i;
			}
		}
		if (payloads == 0 && texts == 1 && !returnsFlow()) {
			return text;
		}
		return (payloads == 1) ? payload : NONE;
	}

	private boolean returnsFlow() {
		return PayloadFlows.isCountable(this.resultType)
				|| (this.stageType != null && PayloadFlows.isCountable(this.stageType));
	}

}
