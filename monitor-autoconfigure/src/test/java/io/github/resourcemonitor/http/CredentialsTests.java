package io.github.resourcemonitor.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import feign.Feign;
import feign.RequestLine;
import feign.Response;
import feign.Retryer;
import feign.Target;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.actuate.InvocationsEndpoint;
import io.github.resourcemonitor.actuate.ResourcesEndpoint;
import io.github.resourcemonitor.client.RefusingPort;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.google.TransportInstrumentation;
import io.github.resourcemonitor.grpc.BytesMarshaller;
import io.github.resourcemonitor.grpc.GrpcInstrumentation;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.jdbc.StatementCalls;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.RecordJson;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what only a server may see reaches no outlet, whatever the client: user
 * info, paths, queries and fragments of URLs, whether the server answers or not and
 * whether the client understands the URL or not.
 */
@ExtendWith(OutputCaptureExtension.class)
class CredentialsTests {

	private static final String SECRET = "s3cr3t";

	@RegisterExtension
	private static final CountingServer server = new CountingServer();

	@Test
	void whatOnlyAServerMaySeeReachesNoOutlet(CapturedOutput output) throws Exception {
		try (RefusingPort port = new RefusingPort()) {
			TestClients.contexts()
				.withUserConfiguration(TestClients.Interfaces.class)
				.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
				.withBean(SimpleMeterRegistry.class)
				.withBean("answered", Storage.class, () -> storage(server.uri()))
				.withBean("refused", Storage.class, () -> storage(port.uri().toString()))
				.withPropertyValues("management.endpoints.web.exposure.include=invocations,resources",
						"resource-monitor.output.stdout=on")
				.run((context) -> {
					Map<String, Client> clients = clients(context);
					clients.forEach((name, client) -> handle(context, name, () -> {
						for (String url : urls(server.uri(), port.uri().toString())) {
							attempt(() -> client.call(url));
						}
					}));
					handle(context, "storage", () -> {
						for (String bean : List.of("answered", "refused")) {
							Storage storage = context.getBean(bean, Storage.class);
							attempt(() -> storage.get("s3cr3t-bucket", "s3cr3t-object"));
							attempt(() -> storage.readAllBytes("s3cr3t-bucket", "s3cr3t-object"));
						}
					});
					// Outside any invocation, which the resources endpoint shows.
					for (Client client : clients.values()) {
						for (String url : urls(server.uri(), port.uri().toString())) {
							attempt(() -> client.call(url));
						}
					}
					assertOutlets(context, clients, output);
				});
		}
	}

	private static void assertOutlets(ApplicationContext context, Map<String, Client> clients, CapturedOutput output) {
		List<InvocationRecord> records = context.getBean(InvocationRepository.class).findAll();
		assertThat(records).hasSize(clients.size() + 1).allSatisfy((record) -> {
			assertThat(record.serviceCalls()).isNotEmpty();
			assertThat(new String(new RecordJson().toBytes(record, true), StandardCharsets.UTF_8))
				.doesNotContain(SECRET, "alice");
		});
		assertThat(context.getBean(InvocationsEndpoint.class).invocations(null, null, null).toString())
			.contains("127.0.0.1")
			.doesNotContain(SECRET, "alice");
		assertThat(context.getBean(ResourcesEndpoint.class).resources().toString()).contains("127.0.0.1")
			.doesNotContain(SECRET, "alice");
		assertThat(context.getBean(MeterRegistry.class).getMeters())
			.anySatisfy((meter) -> assertThat(meter.getId().getTag("service")).isEqualTo("127.0.0.1"))
			.noneSatisfy((meter) -> assertThat(meter.getId().toString()).containsAnyOf(SECRET, "alice"));
		assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		assertThat(output.toString()
			.lines()
			.filter((line) -> line.startsWith("{") || line.contains("esource"))
			.filter((line) -> line.contains(SECRET) || line.contains("alice"))).isEmpty();
		assertThat(output).contains("\"service\":\"127.0.0.1\"");
	}

	/**
	 * Return URLs of a server that answers, of one that does not, and of none.
	 */
	private static List<String> urls(String answers, String refuses) {
		String user = "http://alice:s3cr3t-user@";
		String rest = "/status/s3cr3t-path?token=s3cr3t-token#s3cr3t-fragment";
		return List.of(answers.replace("http://", user) + "/bytes?9#s3cr3t", answers.replace("http://", user) + rest,
				refuses.replace("http://", user).replaceFirst("/$", "") + rest, user + "my_host.invalid" + rest,
				"http://alice:s3cr3t/user@127.0.0.1:1" + rest, "http://alice:s3cr3t?user@127.0.0.1:1" + rest,
				"http://alice%3As3cr3t%40127.0.0.1:1" + rest, user + "127.0.0.1:1/s3cr3t path?{s3cr3t}|" + rest,
				"http://alice:s3cr3t user@127.0.0.1:1" + rest, "alice:s3cr3t");
	}

	private static Map<String, Client> clients(ApplicationContext context) {
		Map<String, Client> clients = new LinkedHashMap<>();
		RestClient rest = context.getBean(RestClient.Builder.class).build();
		clients.put("RestClient", (url) -> rest.get().uri(URI.create(url)).retrieve().body(byte[].class));
		RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
		clients.put("RestTemplate", (url) -> template.getForObject(URI.create(url), byte[].class));
		WebClient web = context.getBean(WebClient.Builder.class).build();
		clients.put("WebClient",
				(url) -> web.get()
					.uri(URI.create(url))
					.retrieve()
					.bodyToMono(byte[].class)
					.block(CountingServer.TIMEOUT));
		clients.put("interface", (url) -> context.getBean(TestClients.BlockingApi.class)
			.exchange(HttpMethod.GET, URI.create(url), null));
		clients.put("reactive interface", (url) -> context.getBean(TestClients.ReactiveApi.class)
			.exchange(HttpMethod.GET, URI.create(url), null));
		clients.put("Feign",
				(url) -> Feign.builder()
					.retryer(Retryer.NEVER_RETRY)
					.addCapability(context.getBean(FeignInstrumentation.class))
					.target(new Target.HardCodedTarget<>(Service.class, url))
					.get()
					.close());
		HttpTransport transport = context.getBean(TransportInstrumentation.class).instrument(new NetHttpTransport());
		clients.put("Google",
				(url) -> transport.createRequestFactory()
					.buildGetRequest(new GenericUrl(url))
					.execute()
					.parseAsString());
		clients.put("gRPC", (url) -> grpc(context, url));
		clients.put("JDBC", (url) -> jdbc(context, url));
		return clients;
	}

	private static void grpc(ApplicationContext context, String url) {
		String target = url.replace("http://", "dns:///");
		ManagedChannel channel = ManagedChannelBuilder.forTarget(target.contains("invalid") ? target : "127.0.0.1:1")
			.overrideAuthority(url.contains("bytes") ? "s3cr3t" : "127.0.0.1")
			.usePlaintext()
			.intercept(context.getBean(GrpcInstrumentation.class).interceptor())
			.build();
		try {
			MethodDescriptor<byte[], byte[]> method = MethodDescriptor
				.<byte[], byte[]>newBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE)
				.setType(MethodDescriptor.MethodType.UNARY)
				.setFullMethodName("127.0.0.1.Echo/Say")
				.build();
			ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, new byte[0]);
		}
		finally {
			channel.shutdownNow();
		}
	}

	private static void jdbc(ApplicationContext context, String url) throws Exception {
		JdbcDataSource database = new JdbcDataSource();
		database.setUrl("jdbc:h2:mem:s3cr3t");
		DataSource dataSource = ProxyDataSourceBuilder.create(database)
			.name("jdbc:h2:" + url)
			.listener(context.getBean(StatementCalls.class))
			.build();
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("values 's3cr3t'");
		}
	}

	private static Storage storage(String host) {
		return StorageOptions.http()
			.setHost(host.replace("http://", "http://alice:s3cr3t@").replaceFirst("/$", "") + "/s3cr3t")
			.setProjectId("s3cr3t")
			.setCredentials(NoCredentials.getInstance())
			.setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
			.build()
			.getService();
	}

	private static void handle(ApplicationContext context, String name, Runnable work) {
		context.getBean(ResourceMonitor.class).run(name, work);
	}

	/**
	 * What a client does with such a URL is its own affair.
	 */
	private static void attempt(Work work) {
		try {
			work.run();
		}
		catch (Exception ex) {
			assertThat(ex).isNotNull();
		}
	}

	interface Client {

		void call(String url) throws Exception;

	}

	interface Work {

		void run() throws Exception;

	}

	interface Service {

		@RequestLine("GET")
		Response get();

	}

}
