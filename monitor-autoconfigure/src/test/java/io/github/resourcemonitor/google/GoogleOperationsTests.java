package io.github.resourcemonitor.google;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
			"GET, /storage/v1/projects/p/serviceAccount, storage.projects.serviceAccount.list, NONE",
			"POST, /upload/storage/v1/b/bucket/o?uploadType=multipart, storage.objects.insert, UPLOAD",
			"PUT, /upload/storage/v1/b/bucket/o?upload_id=x, storage.objects.insert, UPLOAD",
			"POST, /batch/storage/v1, storage.batch, NONE",
			"PUT, /bucket/name?Signature=x, storage.objects.insert, UPLOAD",
			"GET, /bucket/name, storage.objects.get, DOWNLOAD", "HEAD, /bucket/name, storage.objects.get, NONE" })
	void namesOperationsOfStorage(String method, String path, String operation, CallDirection direction) {
		assertThat(GoogleOperations.of("storage", method, RequestUrl.of("http://127.0.0.1:80" + path)))
			.isEqualTo(new ServiceOperation("storage", operation, direction));
	}

	@ParameterizedTest
	@CsvSource({ "POST, /bigquery/v2/projects/my-project/queries, POST /projects/{}/queries",
			"GET, /bigquery/v2/projects/p/datasets/d/tables/t/data?maxResults=1, GET /projects/{}/datasets/{}/tables/{}/data",
			"POST, /v1/projects/p:runQuery, POST /projects/{}:runQuery", "GET, /v1beta1/things/secret, GET /things/{}",
			"GET, /no/version/here, GET", "POST, '', POST" })
	void namesOperationsOfOthersByTheirPathsWithoutIds(String method, String path, String operation) {
		assertThat(GoogleOperations.of("bigquery", method, RequestUrl.of("https://host" + path)))
			.isEqualTo(new ServiceOperation("bigquery", operation, CallDirection.NONE));
	}

	@Test
	void parsesUrls() {
		assertThat(RequestUrl.of("https://host:443/a/b?c=d&e=f#g"))
			.isEqualTo(new RequestUrl("host:443", "/a/b", "c=d&e=f"));
		assertThat(RequestUrl.of("https://host?a=/b")).isEqualTo(new RequestUrl("host", "", "a=/b"));
		assertThat(RequestUrl.of("https://host")).isEqualTo(new RequestUrl("host", "", ""));
		assertThat(RequestUrl.of("host/path#a?b")).isEqualTo(new RequestUrl("host", "/path", ""));
		assertThat(RequestUrl.of("")).isEqualTo(new RequestUrl("", "", ""));
		RequestUrl url = RequestUrl.of("http://host/?upload_id=1&xupload_id=2&empty=&flag");
		assertThat(url.parameter("upload_id")).isEqualTo("1");
		assertThat(url.parameter("empty")).isEmpty();
		assertThat(url.parameter("flag")).isNull();
		assertThat(url.parameter("missing")).isNull();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "bytes=100-, 100", "bytes=0-5, 0", "bytes 100-199/200, 100",
			"bytes */*, 0", "bytes=-5, 0", "null, 0", "bytes, 0", "items=7-, 0", "bytes=99999999999-, 99999999999" })
	void readsTheStartOfARange(String header, long first) {
		assertThat(RangeHeader.first(header)).isEqualTo(first);
	}

}
