package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Messages;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** What {@link MessageQueue} promises of messages that are received once. */
final class QueueContract {
  private final Subject subject;
  private final MessageQueue queue;
  private final Receiver receiver;

  QueueContract(Subject subject) {
    this.subject = subject;
    this.queue = subject.require(QUEUE_BASIC);
    this.receiver = new Receiver(queue, subject);
  }

  @Case
  void anEmptyQueueGivesNothing() {
    receiver.nothing("queue");
    assertThat(queue.depth("queue")).isEqualTo(new Depth(0, 0));
  }

  @Case
  void allOfAMessageArrivesOnce() {
    for (Message message : Messages.ofAllKinds()) {
      queue.enqueue("queue", message);
      Delivery delivery = receiver.one("queue");
      Messages.checkSame(delivery.message(), message);
      assertThat(delivery.attempt()).isEqualTo(1);
      assertThat(queue.ack("queue", delivery.receipt())).isTrue();
    }
    receiver.nothing("queue");
  }

  @Case
  void whatIsAcknowledgedIsGone() {
    queue.enqueue("queue", Message.of("one"));
    Delivery delivery = receiver.one("queue");
    assertThat(queue.ack("queue", delivery.receipt())).isTrue();
    receiver.heldNoLonger("queue", delivery.receipt());
    receiver.nothing("queue");
    awaitDepth(0, 0);
  }

  @Case
  void enqueuingAgainStoresAgainWithTheSameId() {
    Message message = Message.of("twice");
    queue.enqueue("queue", message);
    queue.enqueue("queue", message);
    assertThat(receiver.several("queue", 2))
        .extracting(Delivery::message)
        .containsExactly(message, message);
  }

  @Case
  void noMoreAreReceivedThanAskedFor() {
    texts(25).forEach(text -> queue.enqueue("queue", Message.of(text)));
    assertThat(queue.receive("queue", 10, Duration.ofSeconds(1))).hasSizeBetween(1, 10);
    assertThat(queue.receive("queue", 1, Duration.ofSeconds(1))).hasSize(1);
  }

  @Case
  void eachMessageIsReceivedOnce() {
    texts(50).forEach(text -> queue.enqueue("queue", Message.of(text)));
    assertThat(receiver.several("queue", 50))
        .extracting(delivery -> delivery.message().text())
        .containsExactlyInAnyOrderElementsOf(texts(50));
    receiver.nothing("queue");
  }

  @Case
  void receiversShareTheMessages() {
    MessageQueue other = subject.sibling().require(QUEUE_BASIC);
    ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    texts(200).forEach(text -> queue.enqueue("queue", Message.of(text)));
    Crowd.run(
        8,
        i -> {
          MessageQueue own = i % 2 == 0 ? queue : other;
          while (received.size() < 200) {
            for (Delivery delivery : own.receive("queue", 7, Duration.ofMillis(100))) {
              received.add(delivery.message().text());
              assertThat(own.ack("queue", delivery.receipt())).isTrue();
            }
          }
        });
    assertThat(received).containsExactlyInAnyOrderElementsOf(texts(200));
    awaitDepth(0, 0);
  }

  @Case
  void theDepthCountsWhatWaitsAndWhatIsDelivered() {
    texts(3).forEach(text -> queue.enqueue("queue", Message.of(text)));
    awaitDepth(3, 0);
    Delivery delivery = receiver.one("queue");
    awaitDepth(2, 1);
    queue.nack("queue", delivery.receipt());
    awaitDepth(3, 0);
    receiver
        .several("queue", 3)
        .forEach(each -> assertThat(queue.ack("queue", each.receipt())).isTrue());
    awaitDepth(0, 0);
  }

  @Case
  void anInterruptIsKeptAndHarmsNothing() {
    queue.enqueue("queue", Message.of("one"));
    Expect.interruptIsKept(() -> queue.depth("queue"));
    assertThat(receiver.one("queue").message().text()).isEqualTo("one");
  }

  @Case
  void manyThreadsMayUseIt() {
    Crowd.run(
        64,
        i -> {
          String name = "queue " + i;
          for (String text : texts(5)) {
            queue.enqueue(name, Message.of(text));
            Delivery delivery = receiver.one(name);
            assertThat(delivery.message().text()).isEqualTo(text);
            assertThat(queue.ack(name, delivery.receipt())).isTrue();
          }
        });
  }

  private static List<String> texts(int size) {
    return IntStream.range(0, size).mapToObj(i -> "message " + i).toList();
  }

  private void awaitDepth(long waiting, long delivered) {
    subject
        .eventually()
        .check(() -> assertThat(queue.depth("queue")).isEqualTo(new Depth(waiting, delivered)));
  }
}
