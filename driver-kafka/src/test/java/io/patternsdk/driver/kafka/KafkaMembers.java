package io.patternsdk.driver.kafka;

import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.TimeoutException;

/** Members of groups on a real server, the first consumer of each with a failure at one point. */
final class KafkaMembers implements AutoCloseable {
  private final KafkaConnections kafka;
  private final String protocol;

  private KafkaMembers(KafkaConnections kafka, String protocol) {
    this.kafka = kafka;
    this.protocol = protocol;
  }

  static KafkaMembers of(String address, String protocol) {
    DriverContext context =
        BackendOptions.named("test")
            .settings(Map.of("addresses", address, "stream_partitions", 2))
            .operationTimeout(Duration.ofSeconds(20))
            .toContext();
    KafkaConfig config = KafkaConfig.from(context.settings());
    DriverCalls calls = DriverCalls.to(address, context, new KafkaErrors(address));
    return new KafkaMembers(KafkaConnections.open(config, context, calls, calls.begin()), protocol);
  }

  /** Joins the stream's group, with a first consumer that is made of a real one. */
  KafkaMember join(String stream, UnaryOperator<Consumer<byte[], byte[]>> first) {
    String topic = KafkaNames.topic(stream);
    String group = KafkaNames.group(topic, "group");
    KafkaMember member = new KafkaMember(kafka, new KafkaTopics(kafka), topic, group, gone -> {});
    AtomicBoolean made = new AtomicBoolean();
    member.start(
        () -> {
          Consumer<byte[], byte[]> real = kafka.clients().member(group, protocol);
          return made.getAndSet(true) ? real : first.apply(real);
        });
    return member;
  }

  /** Is given partitions within the first commit only, and cannot tell their places just then. */
  static Consumer<byte[], byte[]> assignedWithinACommit(Consumer<byte[], byte[]> real) {
    AtomicBoolean committing = new AtomicBoolean();
    AtomicBoolean assigning = new AtomicBoolean();
    return changed(
        real,
        (method, call) ->
            switch (method) {
              case "committed" -> {
                if (assigning.getAndSet(false)) {
                  throw new TimeoutException("the coordinator is failing over");
                }
                committing.set(true); // asks before it hears what it has
                yield call.now();
              }
              case "poll" -> {
                if (!committing.get()) {
                  yield ConsumerRecords.empty();
                }
                assigning.set(real.assignment().isEmpty());
                while (assigning.get()) {
                  var unused = real.poll(Duration.ofMillis(100));
                }
                yield call.now();
              }
              default -> call.now();
            });
  }

  private interface Call {
    Object now() throws Throwable;
  }

  private interface Change {
    Object of(String method, Call call) throws Throwable;
  }

  @SuppressWarnings("unchecked")
  private static Consumer<byte[], byte[]> changed(Consumer<byte[], byte[]> real, Change change) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) ->
                change.of(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(real, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }

  @Override
  public void close() {
    kafka.close();
  }
}
