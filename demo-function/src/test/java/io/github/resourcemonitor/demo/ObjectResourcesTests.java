package io.github.resourcemonitor.demo;

import io.github.resourcemonitor.demo.storage.ObjectNotFoundException;
import io.github.resourcemonitor.demo.storage.ObjectResources;
import io.github.resourcemonitor.storageserver.LocalStorageServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ObjectResources}.
 */
@DemoTest
class ObjectResourcesTests {

	@Autowired
	private ObjectResources resources;

	@Autowired
	private LocalStorageServer server;

	@Test
	void readsObjectsOfAnyName() {
		for (String name : new String[] { "a b/ä?#%20.txt", "plain.txt" }) {
			this.server.putObject("texts", name, "text/plain", name.getBytes());
			String content = this.resources.read("texts", name, (in) -> new String(in.readAllBytes()));
			assertThat(content).isEqualTo(name);
		}
	}

	@Test
	void throwsObjectNotFoundForMissingObjects() {
		for (String bucket : new String[] { "texts", "nowhere", "no bucket at all" }) {
			assertThatExceptionOfType(ObjectNotFoundException.class)
				.isThrownBy(() -> this.resources.read(bucket, "missing", (content) -> 0));
		}
	}

}
