package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueDeadLetter.DeadLetter;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.util.List;

/** Queues whose messages become dead letters after a few attempts. */
final class MortalQueue {
  static final int ATTEMPTS = 3;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Subject subject;
  private final MessageQueue queue;
  private final QueueDeadLetter dead;
  private final Receiver receiver;

  MortalQueue(Subject subject) {
    this.subject = subject;
    Backend backend = subject.delivering(LONG, ATTEMPTS);
    this.queue = backend.require(QUEUE_BASIC);
    this.dead = backend.require(QUEUE_DEAD_LETTER);
    this.receiver = new Receiver(queue, subject);
  }

  MessageQueue queue() {
    return queue;
  }

  QueueDeadLetter dead() {
    return dead;
  }

  Receiver receiver() {
    return receiver;
  }

  void kill(String name, Message message) {
    queue.enqueue(name, message);
    die(name);
  }

  void die(String name) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Delivery delivery = receiver.one(name);
      assertThat(delivery.attempt()).isEqualTo(attempt);
      assertThat(queue.nack(name, delivery.receipt())).isTrue();
    }
  }

  /** Waits for dead letters; a driver may need someone to receive to set them aside. */
  List<DeadLetter> awaitDeadLetters(String name, int size) {
    subject
        .eventually()
        .check(
            () -> {
              receiver.nothing(name);
              assertThat(dead.deadLetterCount(name)).isEqualTo(size);
            });
    List<DeadLetter> letters = dead.deadLetters(name, size + 1);
    assertThat(letters).hasSize(size);
    return letters;
  }

  static List<String> texts(List<DeadLetter> letters) {
    return letters.stream().map(letter -> letter.message().text()).toList();
  }
}
