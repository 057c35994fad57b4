package io.github.resourcemonitor.storageserver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.Storage.MoveBlobRequest;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for operations of the real client on existing objects.
 */
class ObjectsTests {

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	@Test
	void listsByPrefixInPages() {
		put("a/1", "a/2", "a/3", "a/4", "a/5", "b/1");
		Page<Blob> page = storage().list(BUCKET, BlobListOption.prefix("a/"), BlobListOption.pageSize(2));
		assertThat(names(page.getValues())).containsExactly("a/1", "a/2");
		assertThat(names(page.iterateAll())).containsExactly("a/1", "a/2", "a/3", "a/4", "a/5");
	}

	@Test
	void listsFoldersWithDelimiter() {
		put("a/1", "a/2", "a/b/1", "c");
		assertThat(names(storage().list(BUCKET, BlobListOption.currentDirectory()).iterateAll()))
			.containsExactlyInAnyOrder("a/", "c");
		assertThat(names(
				storage().list(BUCKET, BlobListOption.currentDirectory(), BlobListOption.prefix("a/")).iterateAll()))
			.containsExactlyInAnyOrder("a/1", "a/2", "a/b/");
		assertThat(names(
				storage().list(BUCKET, BlobListOption.currentDirectory(), BlobListOption.pageSize(1)).iterateAll()))
			.containsExactly("a/", "c");
	}

	@Test
	void listsBetweenOffsets() {
		put("a", "b", "c", "d");
		assertThat(names(
				storage().list(BUCKET, BlobListOption.startOffset("b"), BlobListOption.endOffset("d")).iterateAll()))
			.containsExactly("b", "c");
	}

	@Test
	void listsNothingInEmptyBucket() {
		assertThat(storage().list(BUCKET).iterateAll()).isEmpty();
	}

	@Test
	void deletes() {
		put("a/b");
		assertThat(storage().delete(BUCKET, "a/b")).isTrue();
		assertThat(storage().delete(BUCKET, "a/b")).isFalse();
		assertThat(this.running.server().object(BUCKET, "a/b")).isEmpty();
	}

	@Test
	void deletesOnlyTheGenerationThatMatches() {
		put("a");
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> storage().delete(BlobId.of(BUCKET, "a"), BlobSourceOption.generationMatch(1)))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(412));
		long generation = this.running.object("a").generation();
		assertThat(storage().delete(BlobId.of(BUCKET, "a"), BlobSourceOption.generationMatch(generation))).isTrue();
	}

	@Test
	void copiesWithAttributes() {
		this.running.server().createBucket("other");
		storage().create(BlobInfo.newBuilder(BUCKET, "a/b").setContentType("text/plain").build(), "copy".getBytes());
		CopyWriter copy = storage().copy(CopyRequest.of(BlobId.of(BUCKET, "a/b"), BlobId.of("other", "c/d")));
		assertThat(copy.getResult().getContentType()).isEqualTo("text/plain");
		assertThat(copy.isDone()).isTrue();
		assertThat(this.running.server().object("other", "c/d")).get()
			.satisfies((object) -> assertThat(object.content()).asString().isEqualTo("copy"));
	}

	@Test
	void copiesWithNewAttributes() {
		put("a");
		BlobInfo target = BlobInfo.newBuilder(BUCKET, "b").setContentType("text/css").build();
		storage()
			.copy(CopyRequest.newBuilder()
				.setSource(BUCKET, "a")
				.setTarget(target, BlobTargetOption.doesNotExist())
				.build())
			.getResult();
		assertThat(this.running.object("b").contentType()).isEqualTo("text/css");
		assertThatExceptionOfType(StorageException.class).isThrownBy(() -> storage().copy(CopyRequest.newBuilder()
			.setSource(BUCKET, "a")
			.setTarget(target, BlobTargetOption.doesNotExist())
			.build())).satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(412));
	}

	@Test
	void moves() {
		put("a/b");
		storage().moveBlob(MoveBlobRequest.newBuilder()
			.setSource(BlobId.of(BUCKET, "a/b"))
			.setTarget(BlobId.of(BUCKET, "c/d"))
			.build());
		assertThat(this.running.server().object(BUCKET, "a/b")).isEmpty();
		assertThat(this.running.object("c/d").content()).asString().isEqualTo("a/b");
	}

	@Test
	void composes() {
		put("a/1", "a/2", "a/3");
		Blob composed = storage().compose(ComposeRequest.newBuilder()
			.addSource("a/1", "a/2", "a/3")
			.setTarget(BlobInfo.newBuilder(BUCKET, "all").setContentType("text/plain").build())
			.setTargetOptions(BlobTargetOption.doesNotExist())
			.build());
		assertThat(composed.getComponentCount()).isEqualTo(3);
		assertThat(composed.getMd5()).isNull();
		assertThat(composed.getContent()).asString().isEqualTo("a/1a/2a/3");
	}

	@Test
	void updatesMetadata() {
		Map<String, String> metadata = Map.of("keep", "1", "drop", "2");
		Blob blob = storage().create(BlobInfo.newBuilder(BUCKET, "a").setMetadata(metadata).build());
		Map<String, String> change = new HashMap<>();
		change.put("drop", null);
		change.put("add", "3");
		Blob updated = storage()
			.update(BlobInfo.newBuilder(BUCKET, "a").setMetadata(change).setContentLanguage("en").build());
		assertThat(updated.getMetadata()).isEqualTo(Map.of("keep", "1", "add", "3"));
		assertThat(updated.getContentLanguage()).isEqualTo("en");
		assertThat(updated.getGeneration()).isEqualTo(blob.getGeneration());
		assertThat(updated.getMetageneration()).isEqualTo(2);
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> storage().update(blob, BlobTargetOption.metagenerationMatch()))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(412));
	}

	@Test
	void servesBatch() {
		put("a/1", "a/2", "a/3");
		StorageBatch batch = storage().batch();
		StorageBatchResult<Boolean> deleted = batch.delete(BUCKET, "a/1");
		StorageBatchResult<Boolean> missing = batch.delete(BUCKET, "missing");
		StorageBatchResult<Blob> read = batch.get(BUCKET, "a/2");
		StorageBatchResult<Blob> updated = batch
			.update(BlobInfo.newBuilder(BUCKET, "a/3").setContentType("text/css").build());
		StorageBatchResult<Blob> refused = batch.get(BlobId.of(BUCKET, "a/2"),
				Storage.BlobGetOption.generationMatch(1));
		batch.submit();
		assertThat(deleted.get()).isTrue();
		assertThat(missing.get()).isFalse();
		assertThat(read.get().getSize()).isEqualTo(3);
		assertThat(updated.get().getContentType()).isEqualTo("text/css");
		assertThatExceptionOfType(StorageException.class).isThrownBy(refused::get)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(412));
		assertThat(this.running.server().object(BUCKET, "a/1")).isEmpty();
		assertThat(this.running.server().requests()).singleElement()
			.satisfies((request) -> assertThat(request.path()).isEqualTo("/batch/storage/v1"));
	}

	@Test
	void getsAndDeletesSeveral() {
		put("a", "b");
		List<Blob> blobs = storage().get(BlobId.of(BUCKET, "a"), BlobId.of(BUCKET, "missing"));
		assertThat(blobs.get(0).getName()).isEqualTo("a");
		assertThat(blobs.get(1)).isNull();
		assertThat(storage().delete(BlobId.of(BUCKET, "a"), BlobId.of(BUCKET, "b"))).containsExactly(true, true);
	}

	private Storage storage() {
		return this.running.storage();
	}

	private void put(String... names) {
		for (String name : names) {
			this.running.server().putObject(BUCKET, name, "text/plain", name.getBytes());
		}
	}

	private static Stream<String> names(Iterable<Blob> blobs) {
		return StreamSupport.stream(blobs.spliterator(), false).map(Blob::getName);
	}

}
