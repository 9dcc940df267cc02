package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.contract.FaultSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What becomes of queued messages when the server is killed under load. */
final class QueueCrashFaults {
  private static final String QUEUE = "jobs";

  private final FaultSubject subject;

  QueueCrashFaults(FaultSubject subject) {
    this.subject = subject;
  }

  @Case
  void nothingAcknowledgedIsLostAndNothingIsStoredTwice() throws Exception {
    subject.open().close(); // what a class path starts once and keeps is no leak
    Leaks.none(
        () -> {
          try (Backend backend = subject.open()) {
            MessageQueue queue = backend.require(QUEUE_BASIC);
            CrashLoad load = subject.killUnder(text -> queue.enqueue(QUEUE, Message.of(text)));
            List<String> received = drain(queue);
            assertThat(received).doesNotHaveDuplicates().containsAll(load.kept());
            received.removeAll(load.kept());
            assertThat(load.perhaps()).as("what may have been stored").containsAll(received);
          }
        });
  }

  private static List<String> drain(MessageQueue queue) {
    List<String> received = new ArrayList<>();
    List<Delivery> some = queue.receive(QUEUE, 500, Duration.ZERO);
    while (!some.isEmpty()) {
      for (Delivery delivery : some) {
        received.add(delivery.message().text());
        assertThat(queue.ack(QUEUE, delivery.receipt())).isTrue();
      }
      some = queue.receive(QUEUE, 500, Duration.ZERO);
    }
    return received;
  }
}
