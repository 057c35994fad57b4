package io.github.resourcemonitor.grpc;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.BidiStream;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.InternalException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.Topic;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.client.UninstrumentedClients.UninstrumentedClient;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the recorded calls of Google's generated clients, with those of Pub/Sub and a
 * server that counts independently.
 */
class GrpcPubSubTests {

	private static final Topic TOPIC = Topic.newBuilder().setName("projects/p/topics/t").build();

	private static final GetTopicRequest REQUEST = GetTopicRequest.newBuilder().setTopic(TOPIC.getName()).build();

	private static final long SENT = REQUEST.getSerializedSize();

	private static final long RECEIVED = TOPIC.getSerializedSize();

	private static final String GET_TOPIC = "google.pubsub.v1.Publisher/GetTopic";

	private static final Metadata.Key<String> MINE = Metadata.Key.of("mine", Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<String> CONFIGURED = Metadata.Key.of("configured",
			Metadata.ASCII_STRING_MARSHALLER);

	private final LocalGrpcServer server = LocalGrpcServer.start();

	private final ApplicationContextRunner bare = MonitorContexts.withoutReadings()
		.withInitializer((context) -> context.getBeanFactory().registerSingleton("server", this.server))
		.withBean(Annotated.class);

	private final ApplicationContextRunner withProvider = this.bare.withUserConfiguration(ProviderConfiguration.class);

	private final ApplicationContextRunner withSettings = this.bare.withUserConfiguration(SettingsConfiguration.class);

	@BeforeEach
	void answer() {
		this.server.answer(GET_TOPIC, (messages) -> List.of(TOPIC.toByteArray()));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void callsThroughAProviderBeanAreMeasured() {
		this.withProvider.run(this::assertCall);
	}

	@Test
	void callsOfAClientWithABeanForItsSettingsAreMeasured() {
		this.withSettings.run(this::assertCall);
	}

	@Test
	void aFailureAfterTheOnlyMessageIsAnError() {
		this.server.failNext(Status.INTERNAL, 1);
		this.withProvider.run((context) -> {
			ServiceCallUsage call = onlyCall(context,
					() -> assertThatExceptionOfType(InternalException.class).isThrownBy(() -> get(context)));
			assertThat(call.count()).isOne();
			assertThat(call.errors()).isOne();
			assertThat(call.requests().statuses()).containsOnlyKeys("INTERNAL");
		});
	}

	@Test
	void aCallRetriedAfterItsOnlyMessageIsOneCall() {
		this.server.failNext(Status.UNAVAILABLE, 1);
		this.withProvider.run((context) -> {
			ServiceCallUsage call = onlyCall(context, () -> assertThat(get(context)).isEqualTo(TOPIC));
			assertThat(call.count()).isOne();
			assertThat(call.errors()).isZero();
			assertThat(call.requests().retries()).isOne();
			assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).isEmpty();
		});
	}

	@Test
	void aSecondRequestForAMissingObjectIsAnotherCall() {
		this.server.failNext(Status.NOT_FOUND, 0);
		this.withProvider.run((context) -> {
			ServiceCallUsage call = onlyCall(context, () -> {
				assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> get(context));
				assertThat(get(context)).isEqualTo(TOPIC);
			});
			assertThat(call.count()).isEqualTo(2);
			assertThat(call.errors()).isOne();
			assertThat(call.requests().retries()).isZero();
		});
	}

	@Test
	void otherGrpcClientsAreReported() {
		this.bare.withBean("database", Database.class, Database::new)
			.run((context) -> assertThat(context.getBean(UninstrumentedClients.class).findAll()).singleElement()
				.satisfies((client) -> {
					assertThat(client.bean()).isEqualTo("database");
					assertThat(client.problem()).contains("gRPC");
				}));
	}

	private void assertCall(ApplicationContext context) {
		ServiceCallUsage call = onlyCall(context, () -> assertThat(get(context)).isEqualTo(TOPIC));
		assertThat(call.service()).isEqualTo("pubsub");
		assertThat(call.operation()).isEqualTo("Publisher/GetTopic");
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isZero();
		assertThat(call.open()).isZero();
		assertThat(call.durationNanos()).isPositive();
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, SENT, RECEIVED, Map.of("OK", 1L)));
		assertThat(this.server.received()).isEqualTo(SENT);
		assertThat(this.server.sent()).isEqualTo(RECEIVED);
		assertThat(context.getBean(UninstrumentedClients.class).findAll()).isEmpty();
	}

	@Test
	void noCallIsOpenWhenItsResultIsAvailable() {
		this.withProvider.run((context) -> {
			ServiceCallUsage call = onlyCall(context, () -> {
				for (int i = 0; i < 200; i++) {
					get(context);
				}
			});
			assertThat(call.open()).isZero();
			assertThat(call.count()).isEqualTo(200);
			assertThat(call.requests().receivedBytes()).isEqualTo(200 * RECEIVED);
		});
	}

	@Test
	void aRetryOnAnotherThreadIsPartOfTheSameCall() {
		this.server.failNext(Status.UNAVAILABLE, 0);
		this.withProvider.run((context) -> {
			ServiceCallUsage call = onlyCall(context, () -> assertThat(get(context)).isEqualTo(TOPIC));
			assertThat(call.count()).isOne();
			assertThat(call.errors()).isZero();
			assertThat(call.requests())
				.isEqualTo(new Requests(2, 1, 2 * SENT, RECEIVED, Map.of("UNAVAILABLE", 1L, "OK", 1L)));
			assertThat(context.getBean(Recorder.class).threads).hasSize(2).doesNotHaveDuplicates();
		});
	}

	@Test
	void aCallWhoseRetriesAllFailIsOneError() {
		for (int i = 0; i < 5; i++) {
			this.server.failNext(Status.UNAVAILABLE, 0);
		}
		this.server.failNext(Status.NOT_FOUND, 0);
		this.withSettings.run((context) -> {
			ServiceCallUsage call = onlyCall(context,
					() -> assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> get(context)));
			assertThat(call.count()).isOne();
			assertThat(call.errors()).isOne();
			assertThat(call.requests())
				.isEqualTo(new Requests(6, 5, 6 * SENT, 0, Map.of("UNAVAILABLE", 5L, "NOT_FOUND", 1L)));
		});
	}

	@Test
	void callsInsideAnAnnotatedMethodArePartOfItsCall() {
		this.server.failNext(Status.UNAVAILABLE, 0);
		this.withProvider.run((context) -> {
			ServiceCallUsage call = onlyCall(context, () -> context.getBean(Annotated.class).topics());
			assertThat(call.service()).isEqualTo("topics");
			assertThat(call.count()).isOne();
			assertThat(call.requests())
				.isEqualTo(new Requests(3, 1, 3 * SENT, 2 * RECEIVED, Map.of("UNAVAILABLE", 1L, "OK", 2L)));
		});
	}

	@Test
	void callsOutsideAnyInvocationAreKeptSeparately() {
		this.server.failNext(Status.UNAVAILABLE, 0);
		this.withProvider.run((context) -> {
			get(context);
			List<ServiceCallUsage> calls = context.getBean(OutsideServiceCalls.class).withoutInvocation().usages();
			assertThat(calls).hasSize(1);
			assertThat(calls.get(0).count()).isOne();
			assertThat(calls.get(0).requests().retries()).isOne();
		});
	}

	@Test
	void interceptorsAndConfiguratorsOfTheApplicationAreKept() {
		for (ApplicationContextRunner runner : List.of(this.withProvider, this.withSettings)) {
			runner.run((context) -> get(context));
		}
		assertThat(this.server.headers()).hasSize(2).allSatisfy((headers) -> {
			assertThat(headers.get(MINE)).isEqualTo("mine");
			assertThat(headers.get(CONFIGURED)).isEqualTo("configured");
		});
	}

	@Test
	void streamsOfAStubWhoseSettingsAreABean() {
		StreamingPullResponse response = StreamingPullResponse.newBuilder()
			.addReceivedMessages(ReceivedMessage.newBuilder().setAckId("1"))
			.build();
		this.server.answer("google.pubsub.v1.Subscriber/StreamingPull",
				(messages) -> List.of(response.toByteArray(), response.toByteArray()));
		this.bare.withUserConfiguration(StubConfiguration.class).run((context) -> {
			StreamingPullRequest request = StreamingPullRequest.newBuilder().setSubscription("mine").build();
			ServiceCallUsage call = onlyCall(context, () -> {
				BidiStream<StreamingPullRequest, StreamingPullResponse> stream = context.getBean(SubscriberStub.class)
					.streamingPullCallable()
					.call();
				stream.send(request);
				stream.send(request);
				stream.closeSend();
				assertThat(stream).hasSize(2);
			});
			assertThat(call.operation()).isEqualTo("Subscriber/StreamingPull");
			assertThat(call.requests()).isEqualTo(new Requests(1, 0, 2L * request.getSerializedSize(),
					2L * response.getSerializedSize(), Map.of("OK", 1L)));
		});
	}

	@Test
	void aClientWhoseProviderIsNotABeanIsReported() {
		this.bare.withBean("client", TopicAdminClient.class, () -> client(settings(provider(this.server, List.of()))))
			.run((context) -> {
				assertThat(uninstrumented(context)).extracting(UninstrumentedClient::bean).containsExactly("client");
				assertThat(onlyRecordOf(context, () -> get(context))).isEmpty();
			});
	}

	@Test
	void aProviderOfAnExistingChannelIsUnchangedAndReported() {
		ManagedChannel channel = ManagedChannelBuilder.forTarget(this.server.target()).usePlaintext().build();
		TransportChannelProvider fixed = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
		this.bare.withBean("fixed", TransportChannelProvider.class, () -> fixed).run((context) -> {
			assertThat(context.getBean(TransportChannelProvider.class)).isSameAs(fixed);
			assertThat(uninstrumented(context)).hasSize(1).allSatisfy((client) -> {
				assertThat(client.bean()).isEqualTo("fixed");
				assertThat(client.problem()).contains("FixedTransportChannelProvider");
			});
		});
		channel.shutdownNow();
	}

	@Test
	void replacesNothingWhenSwitchedOff() {
		this.withProvider.withPropertyValues("resource-monitor.service-calls.grpc.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(GrpcInstrumentation.class);
			assertThat(onlyRecordOf(context, () -> get(context))).isEmpty();
		});
	}

	private static Topic get(ApplicationContext context) {
		return context.getBean(TopicAdminClient.class).getTopic(REQUEST);
	}

	private static ServiceCallUsage onlyCall(ApplicationContext context, Runnable work) {
		List<ServiceCallUsage> calls = onlyRecordOf(context, work);
		assertThat(calls).hasSize(1);
		assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).isEmpty();
		assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		return calls.get(0);
	}

	private static List<ServiceCallUsage> onlyRecordOf(ApplicationContext context, Runnable work) {
		context.getBean(ResourceMonitor.class).run("handler", work);
		return MonitorContexts.onlyRecord(context).serviceCalls();
	}

	private static List<UninstrumentedClient> uninstrumented(ApplicationContext context) {
		return context.getBean(UninstrumentedClients.class).findAll();
	}

	private static TransportChannelProvider provider(LocalGrpcServer server, List<ClientInterceptor> interceptors) {
		Metadata configured = new Metadata();
		configured.put(CONFIGURED, "configured");
		return InstantiatingGrpcChannelProvider.newBuilder()
			.setEndpoint(server.target())
			.setInterceptorProvider(() -> interceptors)
			.setChannelConfigurator((builder) -> builder.usePlaintext()
				.intercept(MetadataUtils.newAttachHeadersInterceptor(configured)))
			.build();
	}

	private static TopicAdminSettings settings(TransportChannelProvider provider) {
		try {
			TopicAdminSettings.Builder builder = TopicAdminSettings.newBuilder()
				.setCredentialsProvider(NoCredentialsProvider.create())
				.setTransportChannelProvider(provider);
			builder.getTopicSettings()
				.setRetrySettings(builder.getTopicSettings()
					.getRetrySettings()
					.toBuilder()
					.setInitialRetryDelayDuration(Duration.ofMillis(1))
					.setMaxRetryDelayDuration(Duration.ofMillis(2))
					.build());
			return builder.build();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static TopicAdminClient client(TopicAdminSettings settings) {
		try {
			return TopicAdminClient.create(settings);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Like the configuration of Spring Cloud GCP.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ProviderConfiguration {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		TransportChannelProvider publisherTransportChannelProvider(LocalGrpcServer server, Recorder recorder) {
			return provider(server, List.of(recorder));
		}

		@Bean
		TopicAdminClient topicAdminClient(TransportChannelProvider provider) {
			return client(settings(provider));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SettingsConfiguration {

		@Bean
		TopicAdminSettings topicAdminSettings(LocalGrpcServer server) {
			return settings(provider(server, List.of(new Recorder())));
		}

		@Bean
		TopicAdminClient topicAdminClient(TopicAdminSettings settings) {
			return client(settings);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StubConfiguration {

		@Bean
		SubscriberStubSettings subscriberStubSettings(LocalGrpcServer server) throws IOException {
			return SubscriberStubSettings.newBuilder()
				.setCredentialsProvider(NoCredentialsProvider.create())
				.setTransportChannelProvider(provider(server, List.of()))
				.build();
		}

		@Bean
		SubscriberStub subscriberStub(SubscriberStubSettings settings) throws IOException {
			return GrpcSubscriberStub.create(settings);
		}

	}

	/**
	 * An interceptor of the application.
	 */
	static class Recorder implements ClientInterceptor {

		private final List<Thread> threads = new CopyOnWriteArrayList<>();

		@Override
		public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
			this.threads.add(Thread.currentThread());
			Metadata mine = new Metadata();
			mine.put(MINE, "mine");
			return MetadataUtils.newAttachHeadersInterceptor(mine).interceptCall(method, options, next);
		}

	}

	static class Annotated {

		private final ObjectProvider<TopicAdminClient> client;

		Annotated(ObjectProvider<TopicAdminClient> client) {
			this.client = client;
		}

		@CloudServiceCall(service = "topics")
		public void topics() {
			this.client.getObject().getTopic(REQUEST);
			this.client.getObject().getTopic(REQUEST);
		}

	}

}
