package io.github.resourcemonitor.grpc;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GrpcOperations}.
 */
class GrpcOperationsTests {

	private final GrpcOperations operations = new GrpcOperations();

	@Test
	void namesServicesByTheirPackage() {
		assertOperation("google.pubsub.v1.Publisher/Publish", "pubsub", "Publisher/Publish");
		assertOperation("google.cloud.secretmanager.v1beta1.SecretManagerService/GetSecret", "secretmanager",
				"SecretManagerService/GetSecret");
		assertOperation("google.cloud.bigquery.storage.v1.BigQueryRead/ReadRows", "bigquery.storage",
				"BigQueryRead/ReadRows");
		assertOperation("google.spanner.admin.database.v1.DatabaseAdmin/GetDatabase", "spanner.admin.database",
				"DatabaseAdmin/GetDatabase");
		assertOperation("helloworld.Greeter/SayHello", "helloworld", "Greeter/SayHello");
		assertOperation("Greeter/SayHello", "Greeter", "Greeter/SayHello");
		assertOperation("v1.Greeter/SayHello", "v1.Greeter", "Greeter/SayHello");
	}

	@Test
	void objectsOfCloudStorageHaveADirection() {
		assertThat(this.operations.of("google.storage.v2.Storage/ReadObject"))
			.isEqualTo(new ServiceOperation("storage", "Storage/ReadObject", CallDirection.DOWNLOAD));
		assertThat(this.operations.of("google.storage.v2.Storage/BidiWriteObject").direction())
			.isEqualTo(CallDirection.UPLOAD);
		assertOperation("google.storage.v2.Storage/GetObject", "storage", "Storage/GetObject");
	}

	@Test
	void unknownMethodNamesAreNotKept() {
		for (int i = 0; i < 2000; i++) {
			assertOperation("made.Up/Method" + i, "made", "Up/Method" + i);
		}
		assertThat(this.operations.of("made.Up/Method0")).isSameAs(this.operations.of("made.Up/Method0"));
		assertThat(this.operations.of("made.Up/Method1999")).isNotSameAs(this.operations.of("made.Up/Method1999"));
	}

	private void assertOperation(String method, String service, String operation) {
		assertThat(this.operations.of(method)).isEqualTo(new ServiceOperation(service, operation, CallDirection.NONE));
	}

}
