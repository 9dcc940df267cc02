package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health.Status;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Connections that are lost without a word, and nobody calls. */
class RedisSilenceTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));

  @AutoClose
  private final Proxied proxied =
      new Proxied(
          Map.of("max_retries", 9), options -> options.operationTimeout(Duration.ofSeconds(5)));

  private final TcpProxy proxy = proxied.proxy;
  private final BackendOptions options = proxied.options;
  private final Backend backend = proxied.backend;
  private final Backend direct = proxied.direct;

  @Test
  void aSubscriptionComesBackWithAGap() {
    Recorder recorder = new Recorder();
    var unused = backend.require(PUBSUB_BASIC).subscribe("news", recorder);
    proxy.silence();
    SOON.until(() -> recorder.seen.contains("RECONNECTED"));
    direct.require(PUBSUB_BASIC).publish("news", Message.of("fresh"));
    SOON.until(() -> recorder.seen.contains("fresh"));
  }

  @Test
  void receiversGetTheirMessagesAgain() {
    CompletableFuture<List<Delivery>> received =
        CompletableFuture.supplyAsync(this::receive, Thread::startVirtualThread);
    SOON.until(() -> receivers("jobs") == 1);
    proxy.silence();
    direct.require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
    assertThat(received.orTimeout(90, TimeUnit.SECONDS).join()).hasSize(1);
  }

  /** What is asked just then has no answer; whoever asks again gets one. */
  private List<Delivery> receive() {
    while (true) {
      try {
        return backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ofSeconds(100));
      } catch (BackendException e) {
        assertThat(e.kind()).isIn(ErrorKind.TIMED_OUT, ErrorKind.UNAVAILABLE);
      }
    }
  }

  @Test
  void anIdleConnectionWorksAgainBeforeAnybodyCalls() {
    backend.require(KEYVALUE_BASIC).set("key", new byte[1]);
    long before = proxy.accepted();
    proxy.silence();
    SOON.until(() -> proxy.accepted() > before);
    SOON.check(() -> assertThat(backend.require(KEYVALUE_BASIC).exists("key")).isTrue());
  }

  @Test
  void healthKnowsOfASubscriptionThatIsGone() {
    var unused = backend.require(PUBSUB_BASIC).subscribe("news", new Recorder());
    SOON.until(() -> health() == Status.UP);
    proxy.refuse();
    proxy.silence();
    SOON.until(() -> health() != Status.UP);
    proxy.heal();
    SOON.until(() -> health() == Status.UP);
  }

  private long receivers(String queue) {
    String channel = options.toContext().namespace().topic("!wake:" + queue);
    try (var connection = direct.unwrap(RedisClient.class).orElseThrow().connect()) {
      return connection.sync().pubsubNumsub(channel).get(channel);
    }
  }

  private Status health() {
    return backend.health(Deadline.after(Duration.ofSeconds(5))).status();
  }
}
