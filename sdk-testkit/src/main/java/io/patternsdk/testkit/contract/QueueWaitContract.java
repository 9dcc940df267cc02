package io.patternsdk.testkit.contract;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Delivery;
import io.patternsdk.core.capability.Queue;
import io.patternsdk.core.driver.Backend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What {@link Queue#receive} promises of waiting. */
final class QueueWaitContract {
  /** Longer than a case may take: a receiver that sleeps through it hangs. */
  private static final Duration VERY_LONG = Duration.ofHours(1);

  private final Subject subject;
  private final Queue queue;

  QueueWaitContract(Subject subject) {
    this.subject = subject;
    this.queue = subject.require(QUEUE_BASIC);
  }

  @Case
  void aWaitWithoutAMessageEndsEmptyAndNeverEarly() {
    Duration wait = Duration.ofMillis(200);
    long start = System.nanoTime();
    assertThat(queue.receive("queue", 1, wait)).isEmpty();
    assertThat(Durations.since(start).plus(Subject.CLOCK_STEP)).isGreaterThanOrEqualTo(wait);
  }

  @Case
  void aWaitMayBeLongerThanTheOperationTimeout() {
    Queue impatient = subject.impatient(Duration.ofMillis(300)).require(QUEUE_BASIC);
    Duration wait = Duration.ofMillis(900);
    long start = System.nanoTime();
    assertThat(impatient.receive("queue", 1, wait)).isEmpty();
    assertThat(Durations.since(start).plus(Subject.CLOCK_STEP)).isGreaterThanOrEqualTo(wait);
  }

  @Case
  void aMessageWakesWhoWaits() {
    Waiting waiting = waiting(subject.backend());
    subject.sibling().require(QUEUE_BASIC).enqueue("queue", Message.of("one"));
    Delivery delivery = Receiver.only(waiting.deliveries());
    assertThat(delivery.message().text()).isEqualTo("one");
    assertThat(queue.ack("queue", delivery.receipt())).isTrue();
  }

  @Case
  void whatIsGivenBackWakesWhoWaits() {
    queue.enqueue("queue", Message.of("one"));
    Delivery first = new Receiver(queue, subject).one("queue");
    Waiting waiting = waiting(subject.sibling());
    assertThat(queue.nack("queue", first.receipt())).isTrue();
    assertThat(Receiver.only(waiting.deliveries()).attempt()).isEqualTo(2);
  }

  @Case
  void aWaitHoldsUpNobodyElse() {
    waiting(subject.backend());
    Crowd.run(
        16,
        i -> {
          queue.enqueue("queue " + i, Message.of("one"));
          assertThat(new Receiver(queue, subject).one("queue " + i).attempt()).isEqualTo(1);
        });
    queue.enqueue("queue", Message.of("end"));
  }

  @Case
  void manyMayWaitAtOnce() {
    List<Waiting> all =
        List.of(
            waiting(subject.backend()),
            waiting(subject.sibling()),
            waiting(subject.backend()),
            waiting(subject.sibling()));
    for (int i = 0; i < all.size(); i++) {
      queue.enqueue("queue", Message.of("message " + i));
    }
    assertThat(all.stream().flatMap(waiting -> waiting.deliveries().stream()).toList())
        .extracting(delivery -> delivery.message().text())
        .containsExactlyInAnyOrder("message 0", "message 1", "message 2", "message 3");
  }

  @Case
  void aWaitEndsAtTheDeadline() {
    Waiting waiting = waiting(subject.backend(), Deadline.after(Duration.ofMillis(200)));
    Throwable thrown = catchThrowable(() -> assertThat(waiting.deliveries()).isEmpty());
    if (thrown != null) {
      Expect.thrown(ErrorKind.TIMED_OUT, thrown);
    }
    queue.enqueue("queue", Message.of("one"));
    assertThat(new Receiver(queue, subject).one("queue").message().text()).isEqualTo("one");
  }

  @Case
  void anInterruptEndsAWaitAndLosesNothing() {
    Waiting waiting = waiting(subject.backend());
    waiting.thread().interrupt();
    Expect.thrown(ErrorKind.CANCELLED, catchThrowable(waiting::deliveries));
    assertThat(waiting.flag().join()).as("interrupt flag after the call").isTrue();
    queue.enqueue("queue", Message.of("one"));
    assertThat(new Receiver(queue, subject).one("queue").attempt()).isEqualTo(1);
  }

  private Waiting waiting(Backend backend) {
    return waiting(backend, Deadline.NONE);
  }

  /** Begins to receive one message from "queue", in a thread that does not outlive the case. */
  private Waiting waiting(Backend backend, Deadline deadline) {
    Queue receiving = backend.require(QUEUE_BASIC);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    FutureTask<List<Delivery>> received =
        new FutureTask<>(
            () -> {
              try {
                return deadline.run(() -> receiving.receive("queue", 1, VERY_LONG));
              } finally {
                flag.complete(Thread.currentThread().isInterrupted());
              }
            });
    Thread thread = Thread.startVirtualThread(received);
    subject.closing(thread::interrupt);
    subject.eventually().until("that the receiver waits", () -> Latches.waits(thread));
    return new Waiting(thread, received, flag, subject.variant().patience());
  }

  /**
   * A thread that receives.
   *
   * @param received what it receives
   * @param flag its interrupt flag afterwards
   * @param patience how long to wait for it
   */
  private record Waiting(
      Thread thread,
      FutureTask<List<Delivery>> received,
      CompletableFuture<Boolean> flag,
      Duration patience) {

    List<Delivery> deliveries() {
      try {
        return received.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new AssertionError(e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError("still waiting after " + patience, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
