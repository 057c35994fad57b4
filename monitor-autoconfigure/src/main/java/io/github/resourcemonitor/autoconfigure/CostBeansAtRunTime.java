package io.github.resourcemonitor.autoconfigure;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.core.env.Environment;

/**
 * Removes the beans for costs from an application that was built ahead of time, if it
 * does not run where costs are known: {@link OnCostCondition} could not decide that when
 * it was built.
 */
final class CostBeansAtRunTime implements BeanFactoryPostProcessor {

	static final List<String> NAMES = List.of("resourceMonitorInstanceSize", "resourceMonitorInstanceCosts",
			"resourceMonitorInstanceLifeListener", "costsEndpoint", "resourceMonitorCostMeters",
			"resourceMonitorRequestTime", "resourceMonitorRequestTimeCustomizer");

	private static final Log logger = LogFactory.getLog(CostBeansAtRunTime.class);

	private final Environment environment;

	private final BooleanSupplier builtAhead;

	CostBeansAtRunTime(Environment environment, BooleanSupplier builtAhead) {
		this.environment = environment;
		this.builtAhead = builtAhead;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
		if (!this.builtAhead.getAsBoolean() || !(factory instanceof BeanDefinitionRegistry registry)) {
			return;
		}
		ConditionOutcome outcome = OnCostCondition.outcome(this.environment);
		if (!outcome.isMatch()) {
			NAMES.stream().filter(registry::containsBeanDefinition).forEach(registry::removeBeanDefinition);
			logger.debug("No costs: " + outcome.getMessage());
		}
	}

}
