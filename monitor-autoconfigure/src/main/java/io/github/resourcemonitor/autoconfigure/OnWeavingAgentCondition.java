package io.github.resourcemonitor.autoconfigure;

import java.lang.reflect.InvocationTargetException;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches if AspectJ's weaver runs as an agent of the virtual machine. The
 * weaver may be on the class path without being an agent.
 */
final class OnWeavingAgentCondition extends SpringBootCondition {

	static final String AGENT = "org.aspectj.weaver.loadtime.Agent";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("AspectJ agent");
		return isPresent() ? ConditionOutcome.match(message.because("found"))
				: ConditionOutcome.noMatch(message.because("not found"));
	}

	private static boolean isPresent() {
		try {
			// The virtual machine loads agents with this class loader; others may have a
			// copy of the class.
			ClassLoader.getSystemClassLoader().loadClass(AGENT).getMethod("getInstrumentation").invoke(null);
			return true;
		}
		catch (InvocationTargetException ex) {
			// Thrown if the weaver does not run as an agent.
			return false;
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return false;
		}
	}

}
