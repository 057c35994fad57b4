package io.github.resourcemonitor.aop.mentioned;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Defines beans, none of which is the class whose name its own begins with.
 */
@Configuration(proxyBeanMethods = false)
public class ReportSettings {

	@Bean
	String reportTitle() {
		return "title";
	}

}
