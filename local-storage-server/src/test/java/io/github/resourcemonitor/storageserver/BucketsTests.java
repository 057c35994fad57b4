package io.github.resourcemonitor.storageserver;

import java.util.Map;

import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage.BucketListOption;
import com.google.cloud.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for bucket operations of the real client.
 */
class BucketsTests {

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	@Test
	void createsOnce() {
		Bucket bucket = this.running.storage().create(BucketInfo.newBuilder("new").setLocation("EU").build());
		assertThat(bucket.getLocation()).isEqualTo("EU");
		assertThat(bucket.exists()).isTrue();
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage().create(BucketInfo.of("new")))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(409));
	}

	@Test
	void readsAndUpdates() {
		Bucket bucket = this.running.storage().get(BUCKET);
		Bucket updated = bucket.toBuilder().setLabels(Map.of("key", "value")).build().update();
		assertThat(updated.getLabels()).containsEntry("key", "value");
		assertThat(updated.getMetageneration()).isEqualTo(2);
		assertThat(this.running.storage().get("missing")).isNull();
	}

	@Test
	void listsInPages() {
		this.running.server().createBucket("a-1");
		this.running.server().createBucket("a-2");
		this.running.server().createBucket("a-3");
		assertThat(
				this.running.storage().list(BucketListOption.prefix("a-"), BucketListOption.pageSize(2)).iterateAll())
			.extracting(Bucket::getName)
			.containsExactly("a-1", "a-2", "a-3");
	}

	@Test
	void deletesOnlyEmptyOne() {
		this.running.server().putObject(BUCKET, "object", "text/plain", new byte[0]);
		assertThatExceptionOfType(StorageException.class).isThrownBy(() -> this.running.storage().delete(BUCKET))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(409));
		this.running.storage().delete(BUCKET, "object");
		assertThat(this.running.storage().delete(BUCKET)).isTrue();
		assertThat(this.running.storage().delete(BUCKET)).isFalse();
	}

}
