package io.github.resourcemonitor.google;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GoogleOperations} and the classes that parse its input.
 */
class GoogleOperationsTests {

	@ParameterizedTest
	@CsvSource({ "GET, /storage/v1/b?project=p, storage.buckets.list, NONE",
			"POST, /storage/v1/b?project=p, storage.buckets.insert, NONE",
			"GET, /storage/v1/b/bucket, storage.buckets.get, NONE",
			"PATCH, /storage/v1/b/bucket, storage.buckets.patch, NONE",
			"DELETE, /storage/v1/b/bucket, storage.buckets.delete, NONE",
			"GET, /storage/v1/b/bucket/iam, storage.buckets.getIamPolicy, NONE",
			"PUT, /storage/v1/b/bucket/iam, storage.buckets.setIamPolicy, NONE",
			"POST, /storage/v1/b/bucket/lockRetentionPolicy, storage.buckets.lockRetentionPolicy, NONE",
			"GET, /storage/v1/b/bucket/acl, storage.bucketAccessControls.list, NONE",
			"GET, /storage/v1/b/bucket/notificationConfigs, storage.notifications.list, NONE",
			"GET, /storage/v1/b/bucket/o, storage.objects.list, NONE",
			"GET, /storage/v1/b/bucket/o/a%2Fb, storage.objects.get, NONE",
			"GET, /storage/v1/b/bucket/o/compose?alt=media, storage.objects.get, DOWNLOAD",
			"GET, /download/storage/v1/b/bucket/o/name?alt=media, storage.objects.get, DOWNLOAD",
			"PUT, /storage/v1/b/bucket/o/name, storage.objects.update, NONE",
			"DELETE, /storage/v1/b/bucket/o/name, storage.objects.delete, NONE",
			"POST, /storage/v1/b/bucket/o/name/compose, storage.objects.compose, NONE",
			"POST, /storage/v1/b/bucket/o/name/rewriteTo/b/other/o/copy, storage.objects.rewrite, NONE",
			"POST, /storage/v1/b/bucket/o/name/moveTo/o/moved, storage.objects.move, NONE",
			"POST, /storage/v1/b/bucket/o/name/restore, storage.objects.restore, NONE",
			"GET, /storage/v1/b/bucket/o/name/acl/me, storage.objectAccessControls.get, NONE",
			"GET, /storage/v1/projects/p/serviceAccount, storage.projects.serviceAccount.get, NONE",
			"POST, /upload/storage/v1/b/bucket/o?uploadType=multipart, storage.objects.insert, UPLOAD",
			"PUT, /upload/storage/v1/b/bucket/o?upload_id=x, storage.objects.insert, UPLOAD",
			"POST, /batch/storage/v1, storage.batch, NONE",
			"PUT, /bucket/name?Signature=x, storage.objects.insert, UPLOAD",
			"GET, /bucket/name, storage.objects.get, DOWNLOAD", "HEAD, /bucket/name, storage.objects.get, NONE" })
	void namesOperationsOfStorage(String method, String path, String operation, CallDirection direction) {
		assertThat(GoogleOperations.of(null, "storage", method, RequestUrl.of("http://127.0.0.1:80" + path)))
			.isEqualTo(new ServiceOperation("storage", operation, direction));
	}

	@ParameterizedTest
	@CsvSource({ "POST, /bigquery/v2/projects/my-project/queries, bigquery.jobs.query",
			"GET, /bigquery/v2/projects/example.com:secret/queries/id, bigquery.jobs.getQueryResults",
			"GET, /bigquery/v2/projects/p/datasets/d/tables/t/data?maxResults=1, bigquery.tabledata.list",
			"POST, /bigquery/v2/projects/p/datasets/d/tables/t:getIamPolicy, bigquery.tables.getIamPolicy",
			"POST, /upload/bigquery/v2/projects/p/jobs?uploadType=resumable, bigquery.jobs.insert",
			"PUT, /resumable/upload/bigquery/v2/projects/p/jobs?upload_id=id, bigquery.jobs.insert",
			"POST, /batch/bigquery/v2, bigquery.batch", "POST, /v1/projects/p:runQuery, POST",
			"GET, /v1beta1/things/secret, GET", "GET, /bigquery/v2/projects/p/datasets/d/tables/t/secret/data, GET",
			"GET, /no/version/here, GET", "POST, '', POST", "secret, /bigquery/v2/projects, _OTHER" })
	void namesOperationsOfOthersByTheirApiOrByTheMethodAlone(String method, String path, String operation) {
		assertThat(GoogleOperations.of(null, "bigquery", method, RequestUrl.of("https://host" + path)))
			.isEqualTo(new ServiceOperation("bigquery", operation, CallDirection.NONE));
	}

	@ParameterizedTest
	@CsvSource({
			"GET, gmail.googleapis.com/gmail/v1/users/me/settings/sendAs/alice@example.com, "
					+ "gmail.users.settings.sendAs.get",
			"POST, gmail.googleapis.com/upload/gmail/v1/users/me/messages/send, gmail.users.messages.send",
			"GET, healthcare.googleapis.com/v1/projects/p/locations/l/datasets/d/fhirStores/f/fhir/Patient/patient-4711, "
					+ "healthcare.projects.locations.datasets.fhirStores.fhir.read",
			"GET, www.googleapis.com/drive/v3/files/1AbC, drive.files.get",
			"PATCH, www.googleapis.com/upload/drive/v3/files/1AbC?uploadType=media, drive.files.update",
			"PUT, www.googleapis.com/upload/drive/v3/files/1AbC?upload_id=id, drive.files.update",
			"GET, www.googleapis.com/calendar/v3/calendars/alice@example.com/events, calendar.events.list",
			"GET, sheets.googleapis.com/v4/spreadsheets/1AbC/values/Sheet1!A1:B2, sheets.spreadsheets.values.get",
			"POST, sheets.googleapis.com/v4/spreadsheets/1AbC/values/Sheet1!A1:B2:append, "
					+ "sheets.spreadsheets.values.append",
			"POST, datastore.googleapis.com/v1/projects/p:runQuery, datastore.projects.runQuery",
			"POST, translation.googleapis.com/language/translate/v2?key=secret, " + "language.translations.translate",
			"GET, dns.googleapis.com/dns/v1/projects/p/managedZones/z/changes/4711, dns.changes.get",
			"GET, walletobjects.googleapis.com/walletobjects/v1/objects/urn:li:secret-99, GET",
			"GET, storage.googleapis.com:443/storage/v1/b/b/o/o, storage.objects.get",
			"GET, bucket.storage.googleapis.com/secret, storage.objects.get",
			"GET, shop.example.com/storage/v1/b/secret, GET", "GET, shop.example.com/secret, GET" })
	void namesOperationsByTheHostIfTheClientIsUnknown(String method, String url, String operation) {
		RequestUrl requested = RequestUrl.of("https://" + url);
		String service = new ServiceNames(Map.of()).of(requested.host());
		assertThat(GoogleOperations.of(null, service, method, requested).operation()).isEqualTo(operation);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /batch-images/name, storage.objects.get, DOWNLOAD",
			"PUT, /batch/storage, storage.objects.insert, UPLOAD",
			"GET, /upload-me/name, storage.objects.get, DOWNLOAD", "POST, /batch/storage/v1, storage.batch, NONE",
			"GET, /storage/v1/b/batch-images, storage.buckets.get, NONE",
			"GET, /storage/v1/b/bucket/o/iam, storage.objects.get, NONE",
			"PUT, /storage/v1/b/bucket/o/iam, storage.objects.update, NONE",
			"GET, /storage/v1/b/iam, storage.buckets.get, NONE",
			"GET, /storage/v1/b/o/o/acl, storage.objects.get, NONE",
			"GET, /storage/v1/b/bucket/o/compose, storage.objects.get, NONE",
			"GET, /storage/v1/b/bucket/o/o/iam, storage.objects.getIamPolicy, NONE",
			"GET, /storage/v1/b/bucket/o/o/iam/testPermissions, storage.objects.testIamPermissions, NONE",
			"GET, /storage/v1/b/bucket/secret, GET, NONE", "GET, /storage/v2/secret, storage.objects.get, DOWNLOAD",
			"GET, /bucket, storage.objects.list, NONE", "GET, /, storage.buckets.list, NONE",
			"PUT, /bucket, storage.buckets.insert, NONE", "HEAD, /bucket/, storage.buckets.get, NONE",
			"DELETE, /bucket/name, storage.objects.delete, NONE", "POST, /bucket/name?uploads, POST, NONE",
			"PUT, /bucket/name?partNumber=1&uploadId=x, storage.objects.insert, UPLOAD",
			"POST, /bucket/name?uploadId=x, POST, NONE", "GET, /bucket/name?uploadId=x, GET, NONE",
			"GET, /bucket/name?acl, GET, NONE", "PUT, /bucket?cors, PUT, NONE" })
	void idsAreNotTakenForNames(String method, String path, String operation, CallDirection direction) {
		for (String prefix : List.of("", "/emulator", "/storage/v1/b", "/a/b/")) {
			String root = "http://127.0.0.1:80" + prefix;
			GoogleServiceClient client = new GoogleServiceClient("storage", RequestUrl.of(root), true);
			RequestUrl url = RequestUrl.of(root.replaceFirst("/$", "") + path);
			assertThat(GoogleOperations.of(client, "storage", method, url))
				.isEqualTo(new ServiceOperation("storage", operation, direction));
		}
	}

	/**
	 * The generated client contains the templates of its API.
	 */
	@Test
	void allMethodsOfTheGeneratedClientOfStorageHaveNames() throws Exception {
		ApiMethods methods = ApiMethods.of("storage");
		List<Class<?>> requests = Stream.of(com.google.api.services.storage.Storage.class.getDeclaredClasses())
			.flatMap(GoogleOperationsTests::withNested)
			.filter(AbstractGoogleClientRequest.class::isAssignableFrom)
			.filter((type) -> !Modifier.isAbstract(type.getModifiers()))
			.toList();
		assertThat(requests).hasSizeGreaterThan(70);
		for (Class<?> request : requests) {
			Field template = request.getDeclaredField("REST_PATH");
			template.setAccessible(true);
			String path = "/storage/v1/" + template.get(null).toString().replaceAll("\\{[^}]*}", "o");
			String name = request.getName().replaceFirst(".*?\\$", "storage.").replace('$', '.');
			assertThat(Stream.of("GET", "POST", "PUT", "PATCH", "DELETE").map((method) -> methods.name(method, path)))
				.anySatisfy((found) -> assertThat(found).isEqualToIgnoringCase(name));
		}
	}

	private static Stream<Class<?>> withNested(Class<?> type) {
		return Stream.concat(Stream.of(type),
				Stream.of(type.getDeclaredClasses()).flatMap(GoogleOperationsTests::withNested));
	}

	@ParameterizedTest
	@ValueSource(strings = { "bigquery", "calendar", "datastore", "dns", "drive", "gmail", "healthcare", "sheets",
			"storage", "translate" })
	void theMethodsOfEachApiAreFoundByTheirTemplates(String api) throws IOException {
		ApiMethods methods = ApiMethods.of(api);
		try (InputStream list = ApiMethods.class.getResourceAsStream(api + ".methods")) {
			new String(list.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map((line) -> line.split(" "))
				.forEach((fields) -> assertThat(methods.name(fields[1], fields[2].replace("{}", "an:id")))
					.isEqualTo(fields[0]));
		}
	}

	@Test
	void parsesUrls() {
		assertThat(RequestUrl.of("https://alice:secret@host:443/a@b?c@d").host()).isEqualTo("host:443");
		assertThat(RequestUrl.of("https://alice:se@cret@my_host").host()).isEqualTo("my_host");
		assertThat(RequestUrl.of("https://alice:secret@[::1]:80/").host()).isEqualTo("[::1]:80");
		assertThat(RequestUrl.of("https://alice:se/cret@host/").host()).isEqualTo("unknown");
		assertThat(RequestUrl.of("https://alice:se?cret@host/").host()).isEqualTo("unknown");
		assertThat(RequestUrl.of("https://alice:se#cret@host/").host()).isEqualTo("unknown");
		assertThat(RequestUrl.of("https://alice%3Asecret%40host/").host()).isEqualTo("unknown");
		assertThat(RequestUrl.of("https://alice secret/").host()).isEqualTo("unknown");
		assertThat(RequestUrl.host(null)).isEqualTo("unknown");
		assertThat(RequestUrl.of("https://host:443/a/b?c=d&e=f#g"))
			.isEqualTo(new RequestUrl("host:443", "/a/b", "c=d&e=f"));
		assertThat(RequestUrl.of("https://host?a=/b")).isEqualTo(new RequestUrl("host", "", "a=/b"));
		assertThat(RequestUrl.of("https://host")).isEqualTo(new RequestUrl("host", "", ""));
		assertThat(RequestUrl.of("host/path#a?b")).isEqualTo(new RequestUrl("host", "/path", ""));
		assertThat(RequestUrl.of("")).isEqualTo(new RequestUrl("", "", ""));
		assertThat(RequestUrl.of("https://host").parameterNames()).isEmpty();
		RequestUrl url = RequestUrl.of("http://host/?upload_id=1&xupload_id=2&empty=&flag");
		assertThat(url.parameterNames()).containsExactlyInAnyOrder("upload_id", "xupload_id", "empty", "flag");
		assertThat(url.parameter("upload_id")).isEqualTo("1");
		assertThat(url.parameter("empty")).isEmpty();
		assertThat(url.parameter("flag")).isNull();
		assertThat(url.parameter("missing")).isNull();
	}

	@Test
	void resolvesRedirects() {
		RequestUrl url = RequestUrl.of("https://host:443/a/b?c=d");
		assertThat(url.resolve("http://other/x?y")).isEqualTo(new RequestUrl("other", "/x", "y"));
		assertThat(url.resolve("//other/x")).isEqualTo(new RequestUrl("other", "/x", ""));
		assertThat(url.resolve("/x?to=http://other")).isEqualTo(new RequestUrl("host:443", "/x", "to=http://other"));
		assertThat(url.resolve("x")).isEqualTo(new RequestUrl("host:443", "/a/x", ""));
		assertThat(RequestUrl.of("https://host").resolve("x")).isEqualTo(new RequestUrl("host", "/x", ""));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "bytes=100-, 100", "bytes=0-5, 0", "bytes 100-199/200, 100",
			"bytes */*, 0", "bytes=-5, 0", "null, 0", "bytes, 0", "items=7-, 0", "bytes=99999999999-, 99999999999" })
	void readsTheStartOfARange(String header, long first) {
		assertThat(RangeHeader.first(header)).isEqualTo(first);
	}

}
