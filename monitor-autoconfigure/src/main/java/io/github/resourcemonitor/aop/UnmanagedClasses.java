package io.github.resourcemonitor.aop;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.util.ClassUtils;

/**
 * Finds annotated classes of the application that are not beans, and that nothing could
 * have made one: neither in another profile, nor under another condition, nor outside of
 * a test.
 *
 * @param beanFactory the beans
 * @param rules know the woven classes
 */
record UnmanagedClasses(BeanFactory beanFactory, BeanRules rules) {

	List<InterceptionProblem> find(Set<String> beanClasses) {
		if (!(this.beanFactory instanceof ListableBeanFactory beans) || !AutoConfigurationPackages.has(beans)) {
			return List.of();
		}
		ClassLoader loader = (beans instanceof ConfigurableBeanFactory configurable) ? configurable.getBeanClassLoader()
				: null;
		AnnotatedClassFiles files = new AnnotatedClassFiles(AutoConfigurationPackages.get(beans), loader);
		List<String> suspects = files.findAnnotated()
			.stream()
			.filter((name) -> !beanClasses.contains(name) && !isBeanOrWoven(beans, name, loader))
			.toList();
		return files.withoutDefinition(suspects)
			.stream()
			.map((name) -> new InterceptionProblem(null, name, "the class is annotated but is not a bean",
					"Register it as a bean (for instance with @Component), or use the ResourceMonitor bean"))
			.toList();
	}

	/**
	 * Return whether a bean of a class is defined but not created yet, or whether the
	 * class need not be a bean.
	 */
	private boolean isBeanOrWoven(ListableBeanFactory beans, String className, @Nullable ClassLoader loader) {
		try {
			Class<?> type = ClassUtils.forName(className, loader);
			return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false).length > 0
					|| this.rules.isWoven(type);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// A class that cannot be loaded cannot be called either.
			return true;
		}
	}

}
