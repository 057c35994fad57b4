package io.github.resourcemonitor.record;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Trigger}.
 */
class TriggerTests {

	@ParameterizedTest
	@CsvSource({ "google.cloud.pubsub.topic.v1.messagePublished, PUBSUB",
			"google.cloud.storage.object.v1.finalized, DATASOURCE",
			"google.cloud.firestore.document.v1.written, DATASOURCE",
			"google.cloud.datastore.entity.v1.written, DATASOURCE",
			"google.firebase.database.ref.v1.written, DATASOURCE", "google.cloud.scheduler.job.v1.executed, TIMER",
			"google.cloud.audit.log.v1.written, OTHER", "google.cloud.pubsubs, OTHER", "'', OTHER" })
	void causeOfACloudEventIsThatOfItsType(String type, Trigger trigger) {
		assertThat(Trigger.ofCloudEvent(type)).isEqualTo(trigger);
	}

}
