package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisQueueTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String TAKE =
      "return redis.call('XREADGROUP', 'GROUP', 'sdk', 'other', 'STREAMS', KEYS[1], '>')";

  private final BackendOptions options =
      Backends.options(
              RedisServer.shared().uri(), Map.of("visibility_timeout", "100ms", "max_attempts", 2))
          .namespace("queue-test-" + System.nanoTime());
  private final Backend backend = Backends.open(options);
  private final MessageQueue queue = backend.require(QUEUE_BASIC);
  private final QueueVisibility visibility = backend.require(QUEUE_VISIBILITY);
  private final QueueDeadLetter dead = backend.require(QUEUE_DEAD_LETTER);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void aDeliveryThatIsNotAcknowledgedComesAgainAndThenIsSetAside() {
    queue.enqueue("jobs", Message.of("work"));
    Delivery first = one();
    assertThat(first.attempt()).isEqualTo(1);
    Delivery second = one();
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.message()).isEqualTo(first.message());
    assertThat(queue.ack("jobs", first.receipt())).isFalse();
    assertThat(queue.nack("jobs", second.receipt())).isTrue();
    assertThat(dead.deadLetters("jobs", 9).getFirst().attempts()).isEqualTo(2);
    assertThat(dead.redrive("jobs", List.of("no id", dead.deadLetters("jobs", 1).getFirst().id())))
        .isEqualTo(1);
    assertThat(one().attempt()).isEqualTo(1);
    assertThat(dead.deadLetterCount("jobs")).isZero();
  }

  @Test
  void manyReceiversThatWaitEachGetOne() {
    List<CompletableFuture<String>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<String> received = new CompletableFuture<>();
      waiting.add(received);
      Thread.startVirtualThread(
          () ->
              received.complete(
                  visibility.receive("jobs", 1, LONG, LONG).getFirst().message().text()));
    }
    for (int i = 0; i < 50; i++) {
      queue.enqueue("jobs", Message.of("work " + i));
    }
    assertThat(waiting.stream().map(CompletableFuture::join)).doesNotHaveDuplicates().hasSize(50);
    assertThat(queue.depth("jobs")).isEqualTo(new MessageQueue.Depth(0, 50));
  }

  @Test
  void aShortenedVisibilityWakesWhoWaits() {
    queue.enqueue("jobs", Message.of("work"));
    Delivery held = visibility.receive("jobs", 1, LONG, Duration.ofHours(1)).getFirst();
    CompletableFuture<Delivery> waiting = CompletableFuture.supplyAsync(this::one);
    assertThat(visibility.extend("jobs", held.receipt(), Duration.ofMillis(200))).isTrue();
    assertThat(waiting.join().attempt()).isEqualTo(2);
  }

  @Test
  void whatSomebodyElseTookFromTheGroupComesBack() {
    queue.enqueue("jobs", Message.of("one"));
    queue.ack("jobs", one().receipt());
    queue.enqueue("jobs", Message.of("two"));
    String stream = options.toContext().namespace().name() + ":!queue:jobs";
    try (var other = backend.unwrap(RedisClient.class).orElseThrow().connect()) {
      List<?> taken = other.sync().eval(TAKE, ScriptOutputType.MULTI, stream);
      assertThat(taken).hasSize(1);
    }
    assertThat(one().message().text()).isEqualTo("two");
  }

  @Test
  void aForeignReceiptHoldsNothing() {
    queue.enqueue("jobs", Message.of("work"));
    assertThat(queue.ack("jobs", new Receipt("nonsense"))).isFalse();
    assertThat(queue.nack("jobs", new Receipt("1-1:1"))).isFalse();
    assertThat(queue.depth("jobs")).isEqualTo(new MessageQueue.Depth(1, 0));
  }

  private Delivery one() {
    return queue.receive("jobs", 1, LONG).getFirst();
  }
}
