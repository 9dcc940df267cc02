package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Messages;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;

/** What {@link MessageQueue} promises of names, sizes and deadlines. */
final class QueueLimitsContract {
  private final Subject subject;
  private final MessageQueue queue;
  private final Receiver receiver;

  QueueLimitsContract(Subject subject) {
    this.subject = subject;
    this.queue = subject.require(QUEUE_BASIC);
    this.receiver = new Receiver(queue, subject);
  }

  @Case
  void oddQueueNamesAreKeptApart() {
    OddNames.ALL.forEach(name -> queue.enqueue(name, Message.of(name)));
    for (String name : OddNames.ALL) {
      Delivery delivery = receiver.one(name);
      assertThat(delivery.message().text()).isEqualTo(name);
      receiver.nothing(name);
      assertThat(queue.ack(name, delivery.receipt())).as("ack in <%s>", name).isTrue();
    }
  }

  @Case
  void aQueueIsNoKey() {
    queue.enqueue("name", Message.of("message"));
    receiver.one("name");
    queue.enqueue("name", Message.of("message"));
    subject
        .find(KEYVALUE_BASIC)
        .ifPresent(
            values -> {
              assertThat(values.exists("name")).isFalse();
              values.set("name", Values.of("value"));
              assertThat(values.delete("name")).isTrue();
            });
    subject.find(KEYVALUE_SCAN).ifPresent(s -> assertThat(s.keys("").toList()).isEmpty());
    assertThat(receiver.one("name").message().text()).isEqualTo("message");
  }

  @Case
  void whatCannotBeIsRefused() {
    for (String name : OddNames.REFUSED) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> queue.enqueue(name, Message.of("one")));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> queue.receive(name, 1, Duration.ZERO));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> queue.depth(name));
    }
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> queue.receive("queue", 0, Duration.ZERO));
    Expect.refusal(
        ErrorKind.INVALID_ARGUMENT, () -> queue.receive("queue", 1, Duration.ofMillis(-1)));
  }

  @Case
  void theBiggestBodyFitsAndOneTooLargeIsRefused() {
    byte[] tooLarge = Values.tooLarge(subject.traits(QUEUE_BASIC));
    if (tooLarge.length > 0) {
      Expect.refusal(ErrorKind.TOO_LARGE, () -> queue.enqueue("queue", Message.of(tooLarge)));
    }
    Message biggest = Messages.traced(Values.biggest(subject.traits(QUEUE_BASIC)));
    queue.enqueue("queue", biggest);
    assertThat(receiver.one("queue").message().equals(biggest)).isTrue();
    receiver.nothing("queue");
  }

  @Case
  void theBiggestHeadersFitBesideTheBiggestBodyAndLargerOnesAreRefused() {
    Traits traits = subject.traits(QUEUE_BASIC);
    Message tooLarge = Messages.withHeaders(new byte[0], traits, 1);
    Expect.refusal(ErrorKind.TOO_LARGE, () -> queue.enqueue("queue", tooLarge));
    Message biggest = Messages.withHeaders(Values.biggest(traits), traits, 0);
    queue.enqueue("queue", biggest);
    assertThat(receiver.one("queue").message().equals(biggest)).isTrue();
    receiver.nothing("queue");
  }

  @Case
  void namespacesAreKeptApart() {
    MessageQueue theirs = subject.neighbour().require(QUEUE_BASIC);
    queue.enqueue("queue", Message.of("ours"));
    assertThat(theirs.receive("queue", 1, Duration.ZERO)).isEmpty();
    assertThat(theirs.depth("queue")).isEqualTo(new Depth(0, 0));
    theirs.enqueue("queue", Message.of("theirs"));
    assertThat(receiver.one("queue").message().text()).isEqualTo("ours");
    receiver.nothing("queue");
  }

  @Case
  void nothingIsStoredPastTheDeadline() {
    Expect.refusalPastTheDeadline(() -> queue.enqueue("queue", Message.of("late")));
    receiver.nothing("queue");
    queue.enqueue("queue", Message.of("in time"));
    Expect.refusalPastTheDeadline(() -> queue.receive("queue", 1, Duration.ZERO));
    assertThat(receiver.one("queue").attempt()).isEqualTo(1);
  }
}
