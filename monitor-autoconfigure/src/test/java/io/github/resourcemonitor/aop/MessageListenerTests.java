package io.github.resourcemonitor.aop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import com.rabbitmq.client.Channel;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.Trigger;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.amqp.rabbit.support.ListenerExecutionFailedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.config.SimpleJmsListenerContainerFactory;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.jms.listener.adapter.MessagingMessageListenerAdapter;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.TopicPartition;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EntryPointPostProcessor}: listeners of messages, called by the
 * containers of their libraries.
 */
class MessageListenerTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("resource-monitor.entry-points=messages");

	@Test
	void listenerOfKafkaIsAnInvocationForEachDelivery() {
		this.runner.withUserConfiguration(Kafka.class).withBean(Orders.class).run((context) -> {
			await().until(() -> records(context).size() == 3);
			assertThat(handlers(context)).containsOnly("Orders.on");
			assertThat(records(context)).extracting(InvocationRecord::trigger).containsOnly(Trigger.PUBSUB);
			assertThat(records(context)).extracting(InvocationRecord::outcome)
				.containsExactly(Outcome.ERROR, Outcome.SUCCESS, Outcome.SUCCESS);
			assertThat(records(context).get(0).error()).isEqualTo(IllegalStateException.class.getName());
			assertThat(context.getBean(Orders.class).delivered()).isEqualTo(3);
		});
	}

	@Test
	void batchOfKafkaIsOneInvocation() {
		this.runner.withUserConfiguration(Kafka.class).withBean(OrderBatches.class).run((context) -> {
			await().until(() -> !records(context).isEmpty());
			assertThat(onlyRecord(context).handler()).isEqualTo("OrderBatches.on");
			assertThat(context.getBean(OrderBatches.class).delivered()).isEqualTo(2);
		});
	}

	@Test
	void listenerOfRabbitIsAnInvocation() {
		this.runner.withUserConfiguration(Rabbit.class).withBean(Mails.class).run((context) -> {
			listener(context, "mails").onMessage(new Message("text".getBytes(StandardCharsets.UTF_8)),
					mock(Channel.class));
			InvocationRecord record = onlyRecord(context);
			assertThat(record.handler()).isEqualTo("Mails.on");
			assertThat(record.trigger()).isEqualTo(Trigger.PUBSUB);
			assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
		});
	}

	@Test
	void exceptionOfAListenerOfRabbitIsThatOfTheInvocation() {
		this.runner.withUserConfiguration(Rabbit.class).withBean(FailingMails.class).run((context) -> {
			assertThatExceptionOfType(ListenerExecutionFailedException.class)
				.isThrownBy(() -> listener(context, "failing").onMessage(new Message(new byte[0]), mock(Channel.class)))
				.havingCause()
				.isSameAs(FailingMails.FAILURE);
			assertThat(onlyRecord(context).outcome()).isEqualTo(Outcome.ERROR);
		});
	}

	@Test
	void asynchronousListenerOfRabbitEndsWithItsResult() {
		this.runner.withUserConfiguration(Rabbit.class).withBean(AsyncMails.class).run((context) -> {
			listener(context, "async").onMessage(new Message(new byte[0]), mock(Channel.class));
			assertThat(records(context)).isEmpty();
			context.getBean(AsyncMails.class).finish();
			assertThat(onlyRecord(context).handler()).isEqualTo("AsyncMails.on");
		});
	}

	@Test
	void listenerOfRabbitByClassIsTheMethodThatHandlesTheMessage() {
		this.runner.withUserConfiguration(Rabbit.class).withBean(MailHandler.class).run((context) -> {
			listener(context, "handler").onMessage(new Message(new byte[0]), mock(Channel.class));
			assertThat(handlers(context)).containsExactly("MailHandler.bytes");
		});
	}

	@Test
	void listenerOfJmsIsAnInvocation() {
		this.runner.withUserConfiguration(Jms.class).withBean(Payments.class).run((context) -> {
			SimpleMessageListenerContainer container = (SimpleMessageListenerContainer) context
				.getBean(JmsListenerEndpointRegistry.class)
				.getListenerContainer("payments");
			TextMessage message = mock(TextMessage.class);
			given(message.getText()).willReturn("text");
			((MessagingMessageListenerAdapter) container.getMessageListener()).onMessage(message, mock(Session.class));
			assertThat(context.getBean(Payments.class).last()).isEqualTo("text");
			assertThat(onlyRecord(context).handler()).isEqualTo("Payments.on");
			assertThat(onlyRecord(context).trigger()).isEqualTo(Trigger.PUBSUB);
		});
	}

	private static ChannelAwareMessageListener listener(ApplicationContext context, String id) {
		// The type of containers stands in another package in Spring Boot 4.0.
		for (Object each : context.getBean(RabbitListenerEndpointRegistry.class).getListenerContainers()) {
			AbstractMessageListenerContainer container = (AbstractMessageListenerContainer) each;
			if (id.equals(container.getListenerId())) {
				container.lazyLoad();
				return (ChannelAwareMessageListener) container.getMessageListener();
			}
		}
		throw new IllegalArgumentException("There is no listener " + id);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableKafka
	static class Kafka {

		@Bean
		ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory() {
			ConcurrentKafkaListenerContainerFactory<String, String> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setConsumerFactory(consumers(consumer()));
			DefaultErrorHandler errors = new DefaultErrorHandler(new FixedBackOff(0, 1));
			// The consumer has no records but those of the first poll.
			errors.setSeekAfterError(false);
			factory.setCommonErrorHandler(errors);
			return factory;
		}

		@SuppressWarnings("unchecked")
		private static ConsumerFactory<String, String> consumers(Consumer<String, String> consumer) {
			ConsumerFactory<String, String> consumers = mock(ConsumerFactory.class);
			given(consumers.createConsumer(any(), any(), any(), any())).willReturn(consumer);
			given(consumers.getConfigurationProperties()).willReturn(Map.of());
			return consumers;
		}

		/**
		 * A consumer that has two records.
		 */
		private static Consumer<String, String> consumer() {
			MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
			var partition = new org.apache.kafka.common.TopicPartition("orders", 0);
			consumer.updateBeginningOffsets(Map.of(partition, 0L));
			consumer.updateEndOffsets(Map.of(partition, 0L));
			consumer.schedulePollTask(() -> {
				consumer.addRecord(new ConsumerRecord<>("orders", 0, 0, "key", "first"));
				consumer.addRecord(new ConsumerRecord<>("orders", 0, 1, "key", "second"));
			});
			return consumer;
		}

	}

	static class Orders {

		private final AtomicInteger deliveries = new AtomicInteger();

		@KafkaListener(groupId = "group", topicPartitions = @TopicPartition(topic = "orders", partitions = "0"))
		void on(String order) {
			if (this.deliveries.incrementAndGet() == 1) {
				throw new IllegalStateException(order);
			}
		}

		int delivered() {
			return this.deliveries.get();
		}

	}

	static class OrderBatches {

		private final AtomicInteger deliveries = new AtomicInteger();

		@KafkaListener(groupId = "group", batch = "true",
				topicPartitions = @TopicPartition(topic = "orders", partitions = "0"))
		void on(List<String> orders) {
			this.deliveries.addAndGet(orders.size());
		}

		int delivered() {
			return this.deliveries.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableRabbit
	static class Rabbit {

		@Bean
		SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory() {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(mock(ConnectionFactory.class));
			factory.setAutoStartup(false);
			return factory;
		}

	}

	static class Mails {

		@RabbitListener(id = "mails", queues = "mails")
		void on(byte[] text) {
		}

	}

	static class FailingMails {

		private static final IllegalStateException FAILURE = new IllegalStateException("message");

		@RabbitListener(id = "failing", queues = "mails")
		void on(byte[] text) {
			throw FAILURE;
		}

	}

	static class AsyncMails {

		private final CompletableFuture<Void> result = new CompletableFuture<>();

		@RabbitListener(id = "async", queues = "mails", ackMode = "MANUAL")
		CompletableFuture<Void> on(byte[] text) {
			return this.result;
		}

		void finish() {
			this.result.complete(null);
		}

	}

	@RabbitListener(id = "handler", queues = "mails")
	static class MailHandler {

		@RabbitHandler
		void bytes(byte[] text) {
		}

		@RabbitHandler
		void text(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableJms
	static class Jms {

		@Bean
		SimpleJmsListenerContainerFactory jmsListenerContainerFactory() {
			SimpleJmsListenerContainerFactory factory = new SimpleJmsListenerContainerFactory();
			factory.setConnectionFactory(mock(jakarta.jms.ConnectionFactory.class));
			factory.setAutoStartup(false);
			return factory;
		}

	}

	static class Payments {

		private String last;

		@JmsListener(id = "payments", destination = "payments")
		void on(String text) {
			this.last = text;
		}

		String last() {
			return this.last;
		}

	}

}
