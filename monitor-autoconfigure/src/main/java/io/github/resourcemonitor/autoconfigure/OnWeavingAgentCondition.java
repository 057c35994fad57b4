package io.github.resourcemonitor.autoconfigure;

import java.lang.reflect.InvocationTargetException;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where AspectJ's weaver was given to the virtual machine as an agent. It may
 * well be on the class path without.
 */
final class OnWeavingAgentCondition extends SpringBootCondition {

	static final String AGENT = "org.aspectj.weaver.loadtime.Agent";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("AspectJ's agent");
		return isThere() ? ConditionOutcome.match(message.because("it is there"))
				: ConditionOutcome.noMatch(message.because("it is not there"));
	}

	private static boolean isThere() {
		try {
			// The virtual machine puts agents into this loader; others may have a copy.
			ClassLoader.getSystemClassLoader().loadClass(AGENT).getMethod("getInstrumentation").invoke(null);
			return true;
		}
		catch (InvocationTargetException ex) {
			// Its way to say that it is no agent.
			return false;
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return false;
		}
	}

}
