package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.FaultSubject;
import io.patternsdk.testkit.contract.internal.Latches;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Messages are stored once, and receivers outlive the loss of their connection. */
final class QueueFaults {
  private final FaultSubject subject;
  private final MessageQueue queue;

  QueueFaults(FaultSubject subject) {
    this.subject = subject;
    this.queue = subject.backend().require(QUEUE_BASIC);
  }

  @Case
  void aLostAnswerLeavesTheEffectOpenAndTheMessageIsStoredOnce() {
    queue.enqueue("first", Message.of("work"));
    Rounds.each(
        round -> {
          String name = subject.loseAnswer("jobs " + round, queue::depth, this::enqueue);
          assertThat(waiting(name)).isEqualTo(1);
        });
  }

  @Case
  void aMessageThatIsCutOffIsStoredAtMostOnce() {
    Rounds.each(
        round -> {
          String name = "jobs " + round;
          assertThat(queue.depth(name).waiting()).isZero();
          subject.cutOff(() -> enqueue(name), () -> waiting(name));
        });
  }

  private void enqueue(String name) {
    queue.enqueue(name, Message.of("work"));
  }

  private long waiting(String name) {
    return subject.eventually().value(() -> queue.depth(name)).waiting();
  }

  @Case
  void aReceiverThatWaitsGetsWhatCameMeanwhileOrLearnsOfTheLoss() {
    assertThat(queue.receive("jobs", 1, Duration.ZERO)).isEmpty();
    CompletableFuture<List<Delivery>> received = new CompletableFuture<>();
    Thread waiting = Thread.startVirtualThread(() -> received.complete(receive()));
    subject.eventually().until("that the receiver waits", () -> Latches.waits(waiting));
    subject.proxy().refuse();
    subject.proxy().reset();
    subject.direct().require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
    subject.proxy().heal();
    assertThat(received.join())
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.message().text()).isEqualTo("work"))
        .satisfies(delivery -> assertThat(delivery.attempt()).isEqualTo(1));
  }

  private List<Delivery> receive() {
    return subject
        .eventually()
        .value(
            () -> {
              List<Delivery> some = queue.receive("jobs", 1, Duration.ofSeconds(20));
              assertThat(some).as("received").isNotEmpty();
              return some;
            });
  }
}
