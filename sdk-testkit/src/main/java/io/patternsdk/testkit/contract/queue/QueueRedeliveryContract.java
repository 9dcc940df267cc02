package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Durations;
import io.patternsdk.testkit.contract.internal.Messages;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.List;

/** What {@link MessageQueue} promises of receipts and of messages that are delivered again. */
final class QueueRedeliveryContract {
  private final Subject subject;
  private final MessageQueue queue;
  private final Receiver receiver;

  QueueRedeliveryContract(Subject subject) {
    this.subject = subject;
    this.queue = subject.require(QUEUE_BASIC);
    this.receiver = new Receiver(queue, subject);
  }

  @Case
  void whatIsGivenBackIsDeliveredAgain() {
    Message message = Messages.traced(Values.of("one"));
    queue.enqueue("queue", message);
    Delivery first = receiver.one("queue");
    assertThat(queue.nack("queue", first.receipt())).isTrue();
    Delivery second = receiver.one("queue");
    assertThat(second.message()).isEqualTo(message);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(queue.nack("queue", second.receipt())).isTrue();
    Delivery third = receiver.one("queue");
    assertThat(third.attempt()).isEqualTo(3);
    assertThat(queue.ack("queue", third.receipt())).isTrue();
  }

  @Case
  void anOldReceiptHoldsNothing() {
    queue.enqueue("queue", Message.of("one"));
    Delivery first = receiver.one("queue");
    assertThat(queue.nack("queue", first.receipt())).isTrue();
    receiver.heldNoLonger("queue", first.receipt());
    Delivery second = receiver.one("queue");
    receiver.heldNoLonger("queue", first.receipt());
    assertThat(queue.ack("queue", second.receipt())).isTrue();
    receiver.heldNoLonger("queue", first.receipt());
    receiver.nothing("queue");
  }

  @Case
  void whatIsDeliveredIsHiddenFromOthers() {
    queue.enqueue("queue", Message.of("one"));
    Delivery delivery = receiver.one("queue");
    receiver.nothing("queue");
    new Receiver(subject.sibling().require(QUEUE_BASIC), subject).nothing("queue");
    assertThat(queue.ack("queue", delivery.receipt())).isTrue();
  }

  @Case
  void whatIsDeliveredIsHiddenAsLongAsConfiguredAndNeverLess() {
    Duration visibility = visibility();
    MessageQueue brief = subject.delivering(visibility, 1_000).require(QUEUE_BASIC);
    NeverEarly.check(
        visibility,
        subject.variant().patience(),
        i -> brief.enqueue("queue " + i, Message.of("one")),
        i -> {
          new Receiver(brief, subject).one("queue " + i);
          return () -> brief.receive("queue " + i, 1, Duration.ZERO).isEmpty();
        });
  }

  @Case
  void whatIsNotAcknowledgedInTimeIsDeliveredAgain() {
    Duration visibility = visibility();
    MessageQueue brief = subject.delivering(visibility, 1_000).require(QUEUE_BASIC);
    Receiver again = new Receiver(brief, subject);
    Message message = Messages.traced(Values.of("one"));
    brief.enqueue("queue", message);
    long start = System.nanoTime();
    Delivery first = again.one("queue");
    Delivery second = again.one("queue");
    NeverEarly.waited(start, visibility);
    assertThat(second.message()).isEqualTo(message);
    assertThat(second.attempt()).isEqualTo(2);
    again.heldNoLonger("queue", first.receipt());
    subject
        .eventually()
        .until("ack in time", () -> brief.ack("queue", again.one("queue").receipt()));
  }

  @Case
  void whatIsAcknowledgedIsNotDeliveredAgain() {
    MessageQueue brief = subject.delivering(visibility(), 1_000).require(QUEUE_BASIC);
    Receiver again = new Receiver(brief, subject);
    brief.enqueue("queue", Message.of("done"));
    subject
        .eventually()
        .until("ack in time", () -> brief.ack("queue", again.one("queue").receipt()));
    brief.enqueue("queue", Message.of("left"));
    assertThat(again.one("queue").message().text()).isEqualTo("left");
    assertThat(again.one("queue").message().text()).isEqualTo("left");
  }

  @Case
  void aReceiptMayBeStoredAsTextAndUsedElsewhere() {
    MessageQueue other = subject.sibling().require(QUEUE_BASIC);
    queue.enqueue("queue", Message.of("one"));
    String stored = receiver.one("queue").receipt().text();
    assertThat(other.nack("queue", new Receipt(stored))).isTrue();
    stored = receiver.one("queue").receipt().text();
    assertThat(other.ack("queue", new Receipt(stored))).isTrue();
    assertThat(queue.ack("queue", new Receipt(stored))).isFalse();
    receiver.nothing("queue");
  }

  @Case
  void aReceiptOutlivesItsReceiver() {
    if (!subject.variant().shared()) {
      return; // a driver with a store of its own takes the receipt's message with it
    }
    queue.enqueue("queue", Message.of("one"));
    Receipt receipt;
    try (Backend passing = subject.fresh()) {
      receipt = new Receiver(passing.require(QUEUE_BASIC), subject).one("queue").receipt();
    }
    receiver.nothing("queue");
    assertThat(queue.ack("queue", receipt)).isTrue();
  }

  @Case
  void someMayBeAcknowledgedAndSomeGivenBack() {
    for (int i = 0; i < 10; i++) {
      queue.enqueue("queue", Message.of("message " + i));
    }
    List<Delivery> deliveries = receiver.several("queue", 10);
    for (Delivery delivery : deliveries.subList(0, 5)) {
      assertThat(queue.ack("queue", delivery.receipt())).isTrue();
    }
    for (Delivery delivery : deliveries.subList(5, 10)) {
      assertThat(queue.nack("queue", delivery.receipt())).isTrue();
    }
    assertThat(receiver.several("queue", 5))
        .allSatisfy(delivery -> assertThat(delivery.attempt()).isEqualTo(2))
        .extracting(delivery -> delivery.message().text())
        .containsExactlyInAnyOrderElementsOf(
            deliveries.subList(5, 10).stream().map(d -> d.message().text()).toList());
    receiver.nothing("queue");
  }

  @Case
  void ofManyThatAcknowledgeOneSucceeds() {
    queue.enqueue("queue", Message.of("one"));
    Receipt receipt = receiver.one("queue").receipt();
    assertThat(Crowd.call(16, i -> queue.ack("queue", receipt))).containsOnlyOnce(true);
  }

  @Case
  void aReceiptThatNobodyGaveHoldsNothing() {
    queue.enqueue("queue", Message.of("one"));
    String real = receiver.one("queue").receipt().text();
    for (String text : List.of("nonsense", "0", "1-1", "a:b:c", "\u00e9", " ", real + "x")) {
      Expect.falseOrInvalid(() -> queue.ack("queue", new Receipt(text)));
      Expect.falseOrInvalid(() -> queue.nack("queue", new Receipt(text)));
    }
    assertThat(queue.ack("queue", new Receipt(real))).isTrue();
  }

  @Case
  void aReceiptHoldsNothingInAnotherQueue() {
    queue.enqueue("queue", Message.of("one"));
    queue.enqueue("other", Message.of("two"));
    Receipt receipt = receiver.one("queue").receipt();
    Receipt other = receiver.one("other").receipt();
    Expect.falseOrInvalid(() -> queue.ack("other", receipt));
    Expect.falseOrInvalid(() -> queue.nack("other", receipt));
    assertThat(queue.ack("queue", receipt)).isTrue();
    assertThat(queue.ack("other", other)).isTrue();
  }

  private Duration visibility() {
    return Durations.longer(
        subject.traits(QUEUE_BASIC).get(QueueVisibility.MIN_VISIBILITY), Duration.ofMillis(300));
  }
}
