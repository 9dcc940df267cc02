package io.patternsdk.testkit.contract.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Receives what has to come.
 *
 * @param queue the capability
 * @param patience how long to wait
 */
record Receiver(MessageQueue queue, Duration patience) {

  Receiver(MessageQueue queue, Subject subject) {
    this(queue, subject.variant().patience());
  }

  /** Receives the next message. */
  Delivery one(String name) {
    return only(queue.receive(name, 1, patience));
  }

  /** Receives the next messages until there are {@code size}. */
  List<Delivery> several(String name, int size) {
    List<Delivery> all = new ArrayList<>();
    while (all.size() < size) {
      List<Delivery> some = queue.receive(name, size - all.size(), patience);
      assertThat(some).as("received after %s of %s", all.size(), size).isNotEmpty();
      all.addAll(some);
    }
    assertThat(all).hasSize(size);
    return all;
  }

  /** Fails if there is anything to receive. */
  void nothing(String name) {
    assertThat(queue.receive(name, 10, Duration.ZERO)).as("received from <%s>", name).isEmpty();
  }

  /** Fails if the receipt still holds something. */
  void heldNoLonger(String name, Receipt receipt) {
    assertThat(queue.ack(name, receipt)).as("ack of an old receipt").isFalse();
    assertThat(queue.nack(name, receipt)).as("nack of an old receipt").isFalse();
  }

  static Delivery only(List<Delivery> deliveries) {
    assertThat(deliveries).as("received").hasSize(1);
    return deliveries.getFirst();
  }
}
