package io.github.resourcemonitor.demo.seed;

import java.nio.file.Path;

import io.github.resourcemonitor.demo.DemoProperties;
import io.github.resourcemonitor.storageserver.LocalStorageServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Fills the storage server of this process before the first request is let in.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!gcp")
class SeedConfiguration {

	private static final Log logger = LogFactory.getLog(SeedConfiguration.class);

	@Bean
	@ConditionalOnExpression("'${demo.storage-uri:}'.isEmpty()")
	SeededObjects seededObjects(LocalStorageServer server, DemoProperties properties) {
		SeededObjects objects = new SeededObjects(server);
		Path folder = properties.seedDir();
		if (folder != null) {
			new SeedFolder(folder).copyTo(objects);
		}
		else {
			new GeneratedObjects(properties.imageMegapixels(), properties.textSize()).addTo(objects);
		}
		logger.info("Storage server at " + server.uri() + " holds " + objects);
		return objects;
	}

}
