package io.github.resourcemonitor.demo;

import io.github.resourcemonitor.storageserver.LocalStorageServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DemoProperties#storageUri()}, with an address without a listener.
 */
@DemoTest
@TestPropertySource(properties = "demo.storage-uri=http://127.0.0.1:1")
class StorageAddressTests {

	@Autowired
	private DemoClient client;

	@Autowired
	private ObjectProvider<LocalStorageServer> server;

	@Test
	void respondsWithAnErrorIfTheStorageIsDown() {
		DemoClient.Answer answer = this.client.thumbnail("photos", "hills.jpg", 320);
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.json().path("detail").asString()).contains("no answer", "Connection refused");
	}

	@Test
	void startsNoLocalServer() {
		assertThat(this.server.getIfAvailable()).isNull();
		assertThat(this.client.get("/").body()).contains("<bucket>");
	}

}
