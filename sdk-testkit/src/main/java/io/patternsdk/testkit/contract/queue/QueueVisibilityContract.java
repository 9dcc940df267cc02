package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Durations;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What {@link QueueVisibility} promises, on a driver that has {@link MessageQueue}. */
final class QueueVisibilityContract {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Subject subject;
  private final MessageQueue queue;
  private final QueueVisibility visible;
  private final Duration patience;
  private final Duration brief;

  QueueVisibilityContract(Subject subject) {
    this.subject = subject;
    this.queue = subject.require(QUEUE_BASIC);
    this.visible = subject.require(QUEUE_VISIBILITY);
    this.patience = subject.variant().patience();
    this.brief =
        Durations.longer(
            subject.traits(QUEUE_VISIBILITY).get(QueueVisibility.MIN_VISIBILITY),
            Duration.ofMillis(300));
  }

  @Case
  void anEmptyQueueGivesNothing() {
    assertThat(visible.receive("queue", 10, Duration.ZERO, HOUR)).isEmpty();
  }

  @Case
  void whatIsReceivedIsHiddenForTheChosenTimeAndNeverLess() {
    NeverEarly.check(
        brief,
        patience,
        i -> queue.enqueue("queue " + i, Message.of("one")),
        i -> {
          Receiver.only(visible.receive("queue " + i, 1, patience, brief));
          return () -> visible.receive("queue " + i, 1, Duration.ZERO, HOUR).isEmpty();
        });
  }

  @Case
  void whatIsExtendedIsHiddenFromThenOnAndNeverLess() {
    AtomicReference<Receipt> receipt = new AtomicReference<>();
    NeverEarly.check(
        brief,
        patience,
        i -> {
          queue.enqueue("queue " + i, Message.of("one"));
          receipt.set(Receiver.only(visible.receive("queue " + i, 1, patience, HOUR)).receipt());
        },
        i -> {
          assertThat(visible.extend("queue " + i, receipt.get(), brief)).isTrue();
          return () -> visible.receive("queue " + i, 1, Duration.ZERO, HOUR).isEmpty();
        });
  }

  @Case
  void whatIsReceivedIsDeliveredAgainAfterTheChosenTime() {
    queue.enqueue("queue", Message.of("one"));
    long start = System.nanoTime();
    Delivery first = one(brief);
    assertThat(first.attempt()).isEqualTo(1);
    Delivery second = one(HOUR);
    NeverEarly.waited(start, brief);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.message()).isEqualTo(first.message());
    new Receiver(queue, subject).heldNoLonger("queue", first.receipt());
    assertThat(queue.ack("queue", second.receipt())).isTrue();
  }

  @Case
  void whatIsHiddenForLongCanBeAcknowledgedAndGivenBack() {
    queue.enqueue("queue", Message.of("one"));
    assertThat(queue.nack("queue", one(HOUR).receipt())).isTrue();
    Delivery again = one(HOUR);
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(queue.ack("queue", again.receipt())).isTrue();
    new Receiver(queue, subject).nothing("queue");
  }

  @Case
  void extendingHidesForLonger() {
    queue.enqueue("queue", Message.of("extended"));
    subject.eventually().until("extend in time", () -> extend(one(brief).receipt(), HOUR));
    queue.enqueue("queue", Message.of("not extended"));
    assertThat(one(brief).message().text()).isEqualTo("not extended");
    assertThat(visible.receive("queue", 10, patience, HOUR))
        .extracting(delivery -> delivery.message().text())
        .containsExactly("not extended");
    assertThat(visible.receive("queue", 10, Duration.ZERO, HOUR)).isEmpty();
  }

  @Case
  void extendingCanHideForLess() {
    queue.enqueue("queue", Message.of("one"));
    Delivery first = one(HOUR);
    assertThat(extend(first.receipt(), brief)).isTrue();
    assertThat(one(HOUR).attempt()).isEqualTo(2);
    assertThat(extend(first.receipt(), HOUR)).isFalse();
  }

  @Case
  void anExtendedReceiptStillHolds() {
    queue.enqueue("queue", Message.of("one"));
    Receipt receipt = one(HOUR).receipt();
    assertThat(extend(receipt, HOUR)).isTrue();
    assertThat(extend(receipt, HOUR.multipliedBy(2))).isTrue();
    assertThat(queue.ack("queue", receipt)).isTrue();
  }

  @Case
  void whatIsNoLongerHeldIsNotExtended() {
    queue.enqueue("queue", Message.of("one"));
    Receipt receipt = one(HOUR).receipt();
    assertThat(queue.nack("queue", receipt)).isTrue();
    assertThat(extend(receipt, HOUR)).isFalse();
    Receipt again = one(HOUR).receipt();
    assertThat(extend(receipt, HOUR)).isFalse();
    assertThat(queue.ack("queue", again)).isTrue();
    assertThat(extend(again, HOUR)).isFalse();
    Expect.falseOrInvalid(() -> extend(new Receipt("nonsense"), HOUR));
    assertThat(visible.receive("queue", 1, Duration.ZERO, HOUR)).isEmpty();
  }

  @Case
  void aReceiptMayBeExtendedElsewhere() {
    queue.enqueue("queue", Message.of("one"));
    Receipt receipt = new Receipt(one(HOUR).receipt().text());
    assertThat(subject.sibling().require(QUEUE_VISIBILITY).extend("queue", receipt, HOUR)).isTrue();
    assertThat(queue.ack("queue", receipt)).isTrue();
  }

  @Case
  void severalAreHiddenEach() {
    for (int i = 0; i < 20; i++) {
      queue.enqueue("queue", Message.of("message " + i));
    }
    int first = visible.receive("queue", 8, patience, HOUR).size();
    assertThat(first).isBetween(1, 8);
    new Receiver(queue, subject).several("queue", 20 - first);
    assertThat(visible.receive("queue", 20, Duration.ZERO, HOUR)).isEmpty();
  }

  @Case
  void aVisibilityThatCannotBeIsRefused() {
    queue.enqueue("queue", Message.of("one"));
    Duration tooShort =
        subject.traits(QUEUE_VISIBILITY).get(QueueVisibility.MIN_VISIBILITY).minusNanos(1);
    for (Duration visibility : List.of(Duration.ZERO, HOUR.negated(), tooShort)) {
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT, () -> visible.receive("queue", 1, Duration.ZERO, visibility));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> extend(new Receipt("receipt"), visibility));
    }
    assertThat(one(HOUR).attempt()).isEqualTo(1);
  }

  @Case
  void nothingIsReceivedPastTheDeadline() {
    queue.enqueue("queue", Message.of("one"));
    Expect.refusalPastTheDeadline(() -> visible.receive("queue", 1, Duration.ZERO, HOUR));
    assertThat(one(HOUR).attempt()).isEqualTo(1);
  }

  private Delivery one(Duration visibility) {
    return Receiver.only(visible.receive("queue", 1, patience, visibility));
  }

  private boolean extend(Receipt receipt, Duration visibility) {
    return visible.extend("queue", receipt, visibility);
  }
}
