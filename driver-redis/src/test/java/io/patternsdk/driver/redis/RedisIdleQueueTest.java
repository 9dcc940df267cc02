package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code max_queue_idle} makes of queues that nobody uses. */
class RedisIdleQueueTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final long TEN_MINUTES = Duration.ofMinutes(10).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final String EVERY_KEY = "all four keys of the queue";

  private final String namespace = "idle-test-" + UUID.randomUUID();
  private Backend backend;
  private StatefulRedisConnection<String, String> redis;

  @AfterEach
  void close() {
    redis.close();
    backend.close();
  }

  @Test
  void withoutItAQueueIsKeptForEver() {
    open(Map.of());
    fill();
    assertThat(lives()).as(EVERY_KEY).hasSize(4).containsOnly(-1L);
  }

  @Test
  void aQueueThatNobodyUsesGoesWithMessagesAndDeadLetters() {
    open(Map.of("max_queue_idle", "1s"));
    fill();
    assertThat(lives()).as(EVERY_KEY).hasSize(4);
    Eventually.within(LONG).check(() -> assertThat(lives()).isEmpty());
    assertThat(queue().depth("jobs")).isEqualTo(new MessageQueue.Depth(0, 0));
    assertThat(backend.require(QUEUE_DEAD_LETTER).deadLetterCount("jobs")).isZero();
  }

  @Test
  void usingAQueueKeepsAllOfItAndLookingAtItDoesNot() {
    open(Map.of("max_queue_idle", "1h"));
    fill();
    keys().forEach(key -> redis.sync().pexpire(key, TEN_MINUTES));
    assertThat(queue().depth("jobs").delivered()).isEqualTo(2);
    assertThat(backend.require(QUEUE_DEAD_LETTER).deadLetters("jobs", 9)).hasSize(1);
    assertThat(lives()).allSatisfy(left -> assertThat(left).isLessThanOrEqualTo(TEN_MINUTES));
    queue().enqueue("jobs", Message.of("used"));
    assertThat(lives()).hasSize(4).allSatisfy(l -> assertThat(l).isBetween(TEN_MINUTES + 1, HOUR));
  }

  @Test
  void anEmptyQueueRemembersItsIdsForLonger() {
    open(Map.of("max_queue_idle", "1s"));
    queue().enqueue("jobs", Message.of("work"));
    assertThat(queue().ack("jobs", one().receipt())).isTrue();
    assertThat(lives()).singleElement().satisfies(l -> assertThat(l).isGreaterThan(TEN_MINUTES));
  }

  /** One message that is held for the first time, one for the last, and a dead letter. */
  private void fill() {
    queue().enqueue("jobs", Message.of("dead"));
    Delivery once = one();
    assertThat(queue().nack("jobs", once.receipt())).isTrue();
    assertThat(queue().nack("jobs", one().receipt())).isTrue();
    queue().enqueue("jobs", Message.of("last"));
    assertThat(queue().nack("jobs", one().receipt())).isTrue();
    assertThat(one().attempt()).isEqualTo(2);
    queue().enqueue("jobs", Message.of("first"));
    assertThat(one().attempt()).isEqualTo(1);
  }

  private Delivery one() {
    return queue().receive("jobs", 1, LONG).getFirst();
  }

  private MessageQueue queue() {
    return backend.require(QUEUE_BASIC);
  }

  private List<String> keys() {
    return redis.sync().keys(namespace + ":!*:jobs");
  }

  /** For how many milliseconds each key of the queue lives; -1 for ever. */
  private List<Long> lives() {
    return keys().stream().map(redis.sync()::pttl).toList();
  }

  private void open(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("max_attempts", 2);
    BackendOptions options = Backends.options(RedisServer.shared().uri(), all);
    backend = Backends.open(options.namespace(namespace));
    redis = backend.unwrap(RedisClient.class).orElseThrow().connect();
  }
}
