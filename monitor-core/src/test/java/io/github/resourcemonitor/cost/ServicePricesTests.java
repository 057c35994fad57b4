package io.github.resourcemonitor.cost;

import io.github.resourcemonitor.annotation.CallDirection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServicePrices} with the table of Cloud Storage.
 */
class ServicePricesTests {

	private final ServicePrices prices = new ServicePrices(PriceTables.builtIn()
		.services()
		.stream()
		.filter((table) -> "storage".equals(table.service()))
		.findFirst()
		.orElseThrow());

	@ParameterizedTest
	@CsvSource({ "storage.objects.insert, 0.000005", "storage.buckets.insert, 0.000005",
			"storage.objects.list, 0.000005", "storage.objects.patch, 0.000005",
			"storage.buckets.setIamPolicy, 0.000005", "storage.objects.rewrite, 0.000005",
			"storage.objects.compose, 0.000005", "storage.objects.copy, 0.000005", "storage.objects.get, 0.0000004",
			"storage.buckets.get, 0.0000004", "storage.buckets.getIamPolicy, 0.0000004",
			"storage.buckets.testIamPermissions, 0.0000004", "storage.objectAccessControls.list, 0.0000004",
			"storage.objectAccessControls.delete, 0.000005", "storage.notifications.list, 0.0000004",
			"storage.notifications.delete, 0.000005", "storage.objects.delete, 0", "storage.buckets.delete, 0",
			"Storage/ReadObject, 0.0000004", "Storage/WriteObject, 0.000005", "Storage/DeleteObject, 0" })
	void operationsHaveThePriceOfTheirClass(String operation, String price) {
		assertThat(this.prices.price(operation)).hasToString(price);
	}

	@ParameterizedTest
	@CsvSource({ "download", "storage.batch", "GET", "xstorage.objects.get", "storage.objects.getX", "(other)" })
	void otherOperationsHaveNone(String operation) {
		assertThat(this.prices.price(operation)).isNull();
		assertThat(this.prices.price(operation)).isNull();
	}

	@Test
	void manyNamesAreAllLookedUp() {
		for (int i = 0; i < 3000; i++) {
			assertThat(this.prices.price("operation" + i)).isNull();
		}
		assertThat(this.prices.price("storage.objects.get")).isNotNull();
	}

	@Test
	void whatFailedIsNotCharged() {
		assertThat(ServicePrices.charged(Usages.calls("storage", "storage.objects.get", 5, 2))).isEqualTo(3);
		assertThat(ServicePrices.charged(
				Usages.requests("storage.objects.get", CallDirection.DOWNLOAD, 3, 1, "200", 1, "503", 2, "404", 1)))
			.isEqualTo(1);
		assertThat(ServicePrices
			.charged(Usages.requests("Storage/ReadObject", CallDirection.DOWNLOAD, 2, 0, "OK", 1, "NOT_FOUND", 1)))
			.isEqualTo(1);
		assertThat(ServicePrices.charged(Usages.requests("storage.objects.get", CallDirection.DOWNLOAD, 1, 1,
				"SocketException", 3, "timeout", 1)))
			.isZero();
	}

	@Test
	void eachRequestOfAResumedDownloadIsCharged() {
		assertThat(ServicePrices
			.charged(Usages.requests("storage.objects.get", CallDirection.DOWNLOAD, 1, 0, "200", 1, "206", 2)))
			.isEqualTo(3);
	}

	@Test
	void anUploadInSeveralRequestsIsChargedOnce() {
		assertThat(ServicePrices
			.charged(Usages.requests("storage.objects.insert", CallDirection.UPLOAD, 1, 0, "200", 2, "308", 7)))
			.isEqualTo(1);
		assertThat(ServicePrices
			.charged(Usages.requests("storage.objects.insert", CallDirection.UPLOAD, 2, 1, "200", 1, "503", 4)))
			.isEqualTo(1);
	}

	@Test
	void anAnswerThatNothingHasChangedIsCharged() {
		assertThat(ServicePrices
			.charged(Usages.requests("storage.objects.get", CallDirection.NONE, 2, 0, "304", 1, "307", 1)))
			.isEqualTo(1);
	}

}
