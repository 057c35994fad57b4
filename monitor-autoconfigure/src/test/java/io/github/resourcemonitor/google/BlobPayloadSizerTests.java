package io.github.resourcemonitor.google;

import java.lang.reflect.Method;
import java.util.List;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlobPayloadSizerTests {

	private final PayloadSizers sizers = new PayloadSizers(List.of(new BlobPayloadSizer()), new Failures());

	@Test
	void measuresBlobsByTheirMetadata() throws Exception {
		assertThat(this.sizers.sizeOf(BlobInfo.newBuilder("bucket", "object").build())).isEqualTo(PayloadSizer.UNKNOWN);
		BlobInfo.Builder builder = BlobInfo.newBuilder("bucket", "object");
		Method setSize = BlobInfo.Builder.class.getDeclaredMethod("setSize", Long.class);
		setSize.setAccessible(true);
		setSize.invoke(builder, 4321L);
		assertThat(this.sizers.sizeOf(builder.build())).isEqualTo(4321);
		assertThat(this.sizers.supports(Blob.class)).isTrue();
		assertThat(this.sizers.supports(BlobInfo.class)).isTrue();
	}

	@Test
	void channelsOfTheClientCanBeCounted() {
		assertThat(List.of(ReadChannel.class, WriteChannel.class)).allMatch(PayloadFlows::isCountable);
	}

}
