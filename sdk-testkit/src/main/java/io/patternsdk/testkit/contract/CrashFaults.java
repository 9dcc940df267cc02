package io.patternsdk.testkit.contract;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Leaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The server is killed under load, twice, and started again. */
final class CrashFaults {
  private static final int ENOUGH = 200;

  private final FaultSubject subject;

  CrashFaults(FaultSubject subject) {
    this.subject = subject;
  }

  @Case
  void nothingAcknowledgedIsLostAndNothingIsDoneTwice() throws Exception {
    subject.open().close(); // what a class path starts once and keeps is no leak
    Leaks.none(
        () -> {
          try (Backend backend = subject.open()) {
            CrashWriters writers = new CrashWriters(backend);
            writers.run(() -> killTwice(writers));
            writers.checkFailures();
            backend.find(KEYVALUE_BASIC).ifPresent(values -> checkValues(values, writers));
            backend.find(QUEUE_BASIC).ifPresent(queue -> checkQueue(queue, writers));
          }
        });
  }

  @Case
  void subscriptionsOutliveTheServer() {
    Backend backend = subject.backend();
    backend.find(PUBSUB_BASIC).ifPresent(this::checkSubscription);
  }

  private void checkSubscription(PubSub topics) {
    Inbox inbox = subject.inbox();
    var unused = topics.subscribe("topic", inbox);
    subject.server().kill();
    subject.server().restart();
    subject.soon().until("a gap", () -> inbox.gaps().contains(Gap.RECONNECTED));
    subject.soon().check(() -> topics.publish("topic", Message.of("after")));
    inbox.awaits("after");
  }

  private void killTwice(CrashWriters writers) {
    for (int kills = 0; kills < 2; kills++) {
      int failed = kills;
      awaitMore(writers);
      subject.server().kill();
      subject.soon().until("that writes fail", () -> writers.failures().size() > failed);
      subject.server().restart();
    }
    awaitMore(writers);
  }

  private void awaitMore(CrashWriters writers) {
    int before = writers.kept().size();
    subject.soon().until("that writes succeed", () -> writers.kept().size() >= before + ENOUGH);
  }

  private static void checkValues(KeyValue values, CrashWriters writers) {
    assertThat(writers.kept()).allSatisfy(key -> assertThat(values.exists(key)).isTrue());
    assertThat(writers.deleted()).allSatisfy(key -> assertThat(values.exists(key)).isFalse());
  }

  private static void checkQueue(MessageQueue queue, CrashWriters writers) {
    List<String> received = new ArrayList<>();
    List<Delivery> some = queue.receive(CrashWriters.QUEUE, 500, Duration.ZERO);
    while (!some.isEmpty()) {
      for (Delivery delivery : some) {
        received.add(delivery.message().text());
        assertThat(queue.ack(CrashWriters.QUEUE, delivery.receipt())).isTrue();
      }
      some = queue.receive(CrashWriters.QUEUE, 500, Duration.ZERO);
    }
    assertThat(received).doesNotHaveDuplicates().containsAll(writers.kept());
    received.removeAll(writers.kept());
    assertThat(writers.perhaps()).as("what may have been stored").containsAll(received);
  }
}
