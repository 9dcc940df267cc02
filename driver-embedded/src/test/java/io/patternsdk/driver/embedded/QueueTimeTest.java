package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Visibility, attempts and waiting by a clock that stands still until it is moved. */
final class QueueTimeTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofHours(1);

  private final MovableClock clock = MovableClock.create();
  private final Backend backend = Opened.with(Map.of("max_attempts", 2), clock);
  private final MessageQueue queue = backend.require(QUEUE_BASIC);
  private final QueueVisibility visibility = backend.require(QUEUE_VISIBILITY);
  private final QueueDeadLetter deadLetters = backend.require(QUEUE_DEAD_LETTER);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void aMessageIsHiddenExactlyAsLongAsItSays() {
    queue.enqueue("q", Message.of("m"));
    assertThat(take()).hasSize(1);
    clock.advance(VISIBILITY.minusNanos(1));
    assertThat(take()).isEmpty();
    assertThat(queue.depth("q")).isEqualTo(new Depth(0, 1));
    clock.advance(Duration.ofNanos(1));
    assertThat(queue.depth("q")).isEqualTo(new Depth(1, 0));
    assertThat(take()).extracting(Delivery::attempt).containsExactly(2);
  }

  @Test
  void extendingCountsFromNow() {
    queue.enqueue("q", Message.of("m"));
    Delivery delivery = take().getFirst();
    clock.advance(Duration.ofSeconds(29));
    assertThat(visibility.extend("q", delivery.receipt(), VISIBILITY)).isTrue();
    clock.advance(Duration.ofSeconds(29));
    assertThat(take()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(take()).hasSize(1);
  }

  @Test
  void aLateReceiptCountsUntilSomebodyElseHasTheMessage() {
    queue.enqueue("q", Message.of("a"));
    Delivery first = take().getFirst();
    clock.advance(VISIBILITY);
    Delivery second = take().getFirst();
    assertThat(queue.ack("q", first.receipt())).isFalse();
    assertThat(queue.nack("q", first.receipt())).isFalse();
    assertThat(queue.ack("q", second.receipt())).isTrue();
    assertThat(queue.ack("q", second.receipt())).isFalse();
    queue.enqueue("q", Message.of("b"));
    Delivery late = take().getFirst();
    clock.advance(VISIBILITY);
    assertThat(queue.ack("q", late.receipt())).isTrue();
    assertThat(queue.depth("q")).isEqualTo(new Depth(0, 0));
  }

  @Test
  void theLastAttemptEndsAsADeadLetterByItself() {
    queue.enqueue("q", Message.of("m"));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(take()).hasSize(1);
      clock.advance(VISIBILITY);
    }
    assertThat(deadLetters.deadLetterCount("q")).isEqualTo(1);
    assertThat(take()).isEmpty();
    String id = deadLetters.deadLetters("q", 10).getFirst().id();
    assertThat(deadLetters.redrive("q", List.of(id, "unknown", "-"))).isEqualTo(1);
    assertThat(take()).extracting(Delivery::attempt).containsExactly(1);
  }

  @Test
  void aReceiptFromBeforeARedriveHoldsNothing() {
    queue.enqueue("q", Message.of("m"));
    Delivery first = take().getFirst();
    assertThat(queue.nack("q", first.receipt())).isTrue();
    assertThat(queue.nack("q", take().getFirst().receipt())).isTrue();
    deadLetters.redrive("q", List.of(deadLetters.deadLetters("q", 1).getFirst().id()));
    assertThat(take()).extracting(Delivery::attempt).containsExactly(1);
    assertThat(queue.ack("q", first.receipt())).isFalse();
  }

  @Test
  void whoWaitsIsWokenWhenAMessageBecomesVisible() {
    queue.enqueue("q", Message.of("m"));
    assertThat(take()).hasSize(1);
    CompletableFuture<List<Delivery>> waiting = receiving(LONG);
    clock.awaitSleepers(1);
    clock.advance(VISIBILITY);
    assertThat(waiting.join()).extracting(Delivery::attempt).containsExactly(2);
  }

  @Test
  void whoWaitsIsWokenWhenAMessageIsGivenBack() {
    queue.enqueue("q", Message.of("m"));
    Delivery delivery = take().getFirst();
    CompletableFuture<List<Delivery>> waiting = receiving(LONG);
    clock.awaitSleepers(1);
    assertThat(queue.nack("q", delivery.receipt())).isTrue();
    assertThat(waiting.join()).hasSize(1);
  }

  @Test
  void whoWaitsInVainReturnsWhenTheWaitIsOver() {
    CompletableFuture<List<Delivery>> waiting = receiving(Duration.ofSeconds(5));
    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(5));
    assertThat(waiting.join()).isEmpty();
  }

  @Test
  void closingWakesWhoWaits() {
    CompletableFuture<List<Delivery>> waiting = receiving(LONG);
    clock.awaitSleepers(1);
    backend.close();
    assertThatThrownBy(waiting::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED));
  }

  @Test
  void anInterruptEndsTheWaitAndTakesNothing() throws InterruptedException {
    AtomicReference<BackendException> failure = new AtomicReference<>();
    Thread receiver =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    queue.receive("q", 1, LONG);
                  } catch (BackendException e) {
                    failure.set(Thread.currentThread().isInterrupted() ? e : null);
                  }
                });
    clock.awaitSleepers(1);
    receiver.interrupt();
    receiver.join();
    assertThat(failure.get().kind()).isEqualTo(ErrorKind.CANCELLED);
    assertThat(failure.get().effect()).isEqualTo(Effect.NONE);
  }

  private List<Delivery> take() {
    return queue.receive("q", 10, Duration.ZERO);
  }

  private CompletableFuture<List<Delivery>> receiving(Duration wait) {
    return CompletableFuture.supplyAsync(
        () -> queue.receive("q", 1, wait), Thread::startVirtualThread);
  }
}
