package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is NATS' own when a connection is lost. */
class NatsConnectionFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final TcpProxy proxy = TcpProxy.to(NatsServer.shared());

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void aReceiverThatWaitsLearnsThatItsConnectionIsLost() {
    try (Backend backend = open(Map.of())) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      assertThat(queue.receive("jobs", 1, Duration.ZERO)).isEmpty();
      CompletableFuture<String> failure = new CompletableFuture<>();
      Thread waiting =
          Thread.startVirtualThread(
              () ->
                  failure.complete(
                      Failures.kindAndEffect(
                          () -> queue.receive("jobs", 1, Duration.ofMinutes(5)))));
      SOON.until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
      proxy.reset();
      assertThat(failure.join()).startsWith("UNAVAILABLE");
    }
  }

  @Test
  void afterTooManyReconnectsItGivesUp() {
    try (Backend brief = open(Map.of("max_reconnects", 1, "reconnect_wait", "10ms"))) {
      proxy.refuse();
      proxy.reset();
      SOON.check(
          () ->
              assertThat(brief.unwrap(Connection.class).orElseThrow().getStatus())
                  .isEqualTo(Connection.Status.CLOSED));
      proxy.heal();
      BackendException failure = Failures.of(() -> brief.require(KEYVALUE_BASIC).exists("k"));
      assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
      assertThat(failure).hasMessageContaining("max_reconnects");
    }
  }

  private Backend open(Map<String, ?> settings) {
    return Backends.open(Backends.options("nats://127.0.0.1:" + proxy.port(), settings));
  }
}
