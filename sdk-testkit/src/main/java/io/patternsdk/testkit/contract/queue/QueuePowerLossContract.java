package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.PowerLoss;
import io.patternsdk.testkit.contract.Subject;

/** What a {@link MessageQueue} keeps that is declared as synced, when the power goes. */
final class QueuePowerLossContract {
  private final Subject subject;

  QueuePowerLossContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsAcknowledgedIsThereAfterALossOfPower() {
    if (subject.traits(QUEUE_BASIC).durability() == Durability.SYNCED) {
      subject.powerLoss().ifPresent(this::check);
    }
  }

  private void check(PowerLoss power) {
    MessageQueue queue = power.backend().require(QUEUE_BASIC);
    queue.enqueue("queue", Message.of("one"));
    remains(power, 1, 0);
    queue.enqueue("queue", Message.of("two"));
    remains(power, 2, 0);
    Delivery delivery = new Receiver(queue, subject).one("queue");
    remains(power, 1, 1);
    assertThat(queue.nack("queue", delivery.receipt())).isTrue();
    remains(power, 2, 0);
    Delivery again = new Receiver(queue, subject).one("queue");
    assertThat(queue.ack("queue", again.receipt())).isTrue();
    remains(power, 1, 0);
  }

  private static void remains(PowerLoss power, long waiting, long delivered) {
    assertThat(power.left().require(QUEUE_BASIC).depth("queue"))
        .isEqualTo(new MessageQueue.Depth(waiting, delivered));
  }
}
