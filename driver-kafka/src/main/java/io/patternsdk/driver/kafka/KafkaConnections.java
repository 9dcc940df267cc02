package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;

/**
 * All that talks to brokers: one producer and one administrator for the driver, and readers from a
 * pool. The producer keeps its connections up by itself, so it tells whether there are any: without
 * one no operation begins, and nothing of it was sent then.
 */
final class KafkaConnections {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final KafkaConfig config;
  private final KafkaClients clients;
  private final DriverCalls calls;
  private final Clock clock;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;
  private final Metric connected;
  private final KafkaFetchers fetchers;

  private KafkaConnections(
      KafkaConfig config, KafkaClients clients, DriverCalls calls, Clock clock, Admin admin) {
    this.config = config;
    this.clients = clients;
    this.calls = calls;
    this.clock = clock;
    this.admin = admin;
    this.producer = clients.producer();
    this.connected = KafkaLink.total(producer.metrics(), "connection-count");
    this.fetchers = new KafkaFetchers(clients::reader);
  }

  /** Connects by the deadline, or fails with the reason and leaves nothing open. */
  static KafkaConnections open(
      KafkaConfig config, DriverContext context, DriverCalls calls, Deadline deadline) {
    KafkaClients clients = new KafkaClients(config, context);
    Admin admin = made(clients, calls);
    try {
      greet(admin, config, calls, deadline);
      return new KafkaConnections(config, clients, calls, context.clock(), admin);
    } catch (RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  private static Admin made(KafkaClients clients, DriverCalls calls) {
    try {
      return clients.admin();
    } catch (KafkaException e) {
      throw calls.failed(new org.apache.kafka.common.errors.NetworkException(text(e)), Effect.NONE);
    }
  }

  private static String text(KafkaException failure) {
    Throwable reason = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(reason.getMessage());
  }

  private static void greet(Admin admin, KafkaConfig config, DriverCalls calls, Deadline deadline) {
    Metric connections = KafkaLink.total(admin.metrics(), "connection-count");
    try {
      var unused =
          calls.awaitShared(
              admin.describeCluster().clusterId().toCompletionStage().toCompletableFuture(),
              deadline,
              Effect.NONE);
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.TIMED_OUT && KafkaLink.value(connections) == 0) {
        throw new BackendException(
            ErrorKind.UNAVAILABLE, Effect.NONE, "cannot connect to " + config.bootstrap(), e);
      }
      throw e;
    }
  }

  KafkaConfig config() {
    return config;
  }

  KafkaClients clients() {
    return clients;
  }

  DriverCalls calls() {
    return calls;
  }

  Clock clock() {
    return clock;
  }

  Admin admin() {
    return admin;
  }

  Producer<byte[], byte[]> producer() {
    return producer;
  }

  KafkaFetchers fetchers() {
    return fetchers;
  }

  /**
   * Begins an operation when there is a connection, and returns its deadline.
   *
   * @throws BackendException UNAVAILABLE if there is none by then; nothing has been sent
   */
  Deadline begin() {
    Deadline deadline = calls.begin();
    while (KafkaLink.value(connected) == 0) {
      if (deadline.passed()) {
        throw new BackendException(
            ErrorKind.UNAVAILABLE, Effect.NONE, "not connected to " + config.bootstrap(), null);
      }
      pause(deadline);
    }
    return deadline;
  }

  /** Lets what the client does behind the scenes go on for a moment. */
  void pause(Deadline deadline) {
    if (calls.closed()) {
      throw new BackendException(ErrorKind.CLOSED, "the driver is closed");
    }
    try {
      clock.sleep(deadline.atMost(PAUSE));
    } catch (InterruptedException e) {
      throw calls.failed(e, Effect.NONE);
    }
  }

  /**
   * Asks the administrator and waits for the answer.
   *
   * @param question takes how many milliseconds the client itself may take
   */
  <T> T ask(IntFunction<KafkaFuture<T>> question) {
    return ask(begin(), question);
  }

  /** The same within an operation that has begun. */
  <T> T ask(Deadline deadline, IntFunction<KafkaFuture<T>> question) {
    int millis = (int) Math.min(Integer.MAX_VALUE / 2, deadline.remaining().toMillis() + 500);
    try {
      return calls.await(
          question.apply(millis).toCompletionStage().toCompletableFuture(), deadline);
    } catch (CompletionException | KafkaException e) {
      throw calls.failed(e, Effect.NONE); // what the client refuses at once
    }
  }

  /** Makes one round trip. */
  void check() {
    var unused =
        ask(ms -> admin.describeCluster(new DescribeClusterOptions().timeoutMs(ms)).clusterId());
  }

  /** Ends all connections and what waits on them. */
  void close() {
    fetchers.close();
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }
}
