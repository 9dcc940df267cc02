package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import io.patternsdk.testkit.contract.internal.ShortTimeout;
import io.patternsdk.testkit.contract.internal.Waiting;
import java.time.Duration;
import java.util.List;

/** What {@link MessageQueue#receive} promises of waiting. */
final class QueueWaitContract {
  private final Subject subject;
  private final MessageQueue queue;

  QueueWaitContract(Subject subject) {
    this.subject = subject;
    this.queue = subject.require(QUEUE_BASIC);
  }

  @Case
  void aWaitWithoutAMessageEndsEmptyAndNeverEarly() {
    checkWait(queue, Duration.ofMillis(200));
  }

  @Case
  void aWaitMayBeLongerThanTheOperationTimeout() {
    MessageQueue impatient = subject.impatient(Duration.ofSeconds(1)).require(QUEUE_BASIC);
    ShortTimeout.outlast(() -> checkWait(impatient, Duration.ofSeconds(2)));
  }

  private static void checkWait(MessageQueue own, Duration wait) {
    long start = System.nanoTime();
    assertThat(own.receive("queue", 1, wait)).isEmpty();
    NeverEarly.waited(start, wait);
  }

  @Case
  void aMessageWakesWhoWaits() {
    Waiting<List<Delivery>> waiting = waiting(subject.backend());
    subject.sibling().require(QUEUE_BASIC).enqueue("queue", Message.of("one"));
    Delivery delivery = Receiver.only(waiting.result());
    assertThat(delivery.message().text()).isEqualTo("one");
    assertThat(queue.ack("queue", delivery.receipt())).isTrue();
  }

  @Case
  void whatIsGivenBackWakesWhoWaits() {
    queue.enqueue("queue", Message.of("one"));
    Delivery first = new Receiver(queue, subject).one("queue");
    Waiting<List<Delivery>> waiting = waiting(subject.sibling());
    assertThat(queue.nack("queue", first.receipt())).isTrue();
    assertThat(Receiver.only(waiting.result()).attempt()).isEqualTo(2);
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
    List<Waiting<List<Delivery>>> all =
        List.of(
            waiting(subject.backend()),
            waiting(subject.sibling()),
            waiting(subject.backend()),
            waiting(subject.sibling()));
    for (int i = 0; i < all.size(); i++) {
      queue.enqueue("queue", Message.of("message " + i));
    }
    assertThat(all.stream().flatMap(waiting -> waiting.result().stream()).toList())
        .extracting(delivery -> delivery.message().text())
        .containsExactlyInAnyOrder("message 0", "message 1", "message 2", "message 3");
  }

  @Case
  void aWaitEndsEmptyAtTheDeadline() {
    assertThat(
            Waiting.until(
                Duration.ofMillis(200),
                subject,
                () -> queue.receive("queue", 1, Waiting.VERY_LONG)))
        .isEmpty();
    queue.enqueue("queue", Message.of("one"));
    assertThat(new Receiver(queue, subject).one("queue").message().text()).isEqualTo("one");
  }

  @Case
  void anInterruptEndsAWaitAndLosesNothing() {
    Waiting<List<Delivery>> waiting = waiting(subject.backend());
    waiting.thread().interrupt();
    Expect.thrown(ErrorKind.CANCELLED, catchThrowable(waiting::result));
    assertThat(waiting.flag().join()).as("interrupt flag after the call").isTrue();
    queue.enqueue("queue", Message.of("one"));
    assertThat(new Receiver(queue, subject).one("queue").attempt()).isEqualTo(1);
  }

  @Case
  void closingTheDriverEndsAWait() {
    Backend backend = subject.fresh();
    Waiting<List<Delivery>> waiting = waiting(backend);
    backend.close();
    Throwable thrown = catchThrowable(() -> assertThat(waiting.result()).isEmpty());
    if (thrown != null) {
      Expect.thrown(ErrorKind.CLOSED, thrown);
    }
  }

  private Waiting<List<Delivery>> waiting(Backend backend) {
    MessageQueue own = backend.require(QUEUE_BASIC);
    return Waiting.on(subject, () -> own.receive("queue", 1, Waiting.VERY_LONG));
  }
}
