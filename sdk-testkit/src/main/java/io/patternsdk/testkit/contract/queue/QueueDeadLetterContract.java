package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueDeadLetter.DeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Durations;
import io.patternsdk.testkit.contract.internal.Messages;
import io.patternsdk.testkit.contract.internal.OddNames;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What {@link QueueDeadLetter} promises, on a driver that has {@link MessageQueue}. */
final class QueueDeadLetterContract {
  private static final int ATTEMPTS = MortalQueue.ATTEMPTS;

  private final Subject subject;
  private final MessageQueue queue;
  private final QueueDeadLetter dead;
  private final Receiver receiver;
  private final MortalQueue mortal;

  QueueDeadLetterContract(Subject subject) {
    this.subject = subject;
    this.mortal = new MortalQueue(subject);
    this.queue = mortal.queue();
    this.dead = mortal.dead();
    this.receiver = mortal.receiver();
  }

  @Case
  void aQueueBeginsWithoutDeadLetters() {
    assertThat(dead.deadLetters("queue", 10)).isEmpty();
    assertThat(dead.deadLetterCount("queue")).isZero();
    assertThat(dead.purgeDeadLetters("queue")).isZero();
  }

  @Case
  void whatIsGivenBackTooOftenIsSetAside() {
    for (Message message : Messages.ofAllKinds()) {
      mortal.kill("queue", message);
      DeadLetter letter = mortal.awaitDeadLetters("queue", 1).getFirst();
      Messages.checkSame(letter.message(), message);
      assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
      assertThat(letter.id()).isNotEmpty();
      assertThat(dead.purgeDeadLetters("queue")).isEqualTo(1);
    }
    subject.eventually().check(() -> assertThat(queue.depth("queue")).isEqualTo(new Depth(0, 0)));
  }

  @Case
  void whatIsNotAcknowledgedTooOftenIsSetAside() {
    Duration visibility =
        Durations.longer(
            subject.traits(QUEUE_BASIC).get(QueueVisibility.MIN_VISIBILITY),
            Duration.ofMillis(150));
    Backend brief = subject.delivering(visibility, ATTEMPTS);
    MessageQueue expiring = brief.require(QUEUE_BASIC);
    expiring.enqueue("queue", Message.of("one"));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      assertThat(new Receiver(expiring, subject).one("queue").attempt()).isEqualTo(attempt);
    }
    QueueDeadLetter expired = brief.require(QUEUE_DEAD_LETTER);
    subject
        .eventually()
        .check(
            () -> {
              new Receiver(expiring, subject).nothing("queue");
              assertThat(expired.deadLetterCount("queue")).isEqualTo(1);
            });
    DeadLetter letter = expired.deadLetters("queue", 1).getFirst();
    assertThat(letter.message().text()).isEqualTo("one");
    assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
  }

  @Case
  void theLastAttemptMayStillSucceed() {
    queue.enqueue("queue", Message.of("one"));
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      assertThat(queue.nack("queue", receiver.one("queue").receipt())).isTrue();
    }
    Delivery last = receiver.one("queue");
    assertThat(last.attempt()).isEqualTo(ATTEMPTS);
    assertThat(queue.ack("queue", last.receipt())).isTrue();
    receiver.nothing("queue");
    assertThat(dead.deadLetterCount("queue")).isZero();
  }

  @Case
  void readingGoesFromTheOldestAndChangesNothing() {
    for (int i = 0; i < 5; i++) {
      mortal.kill("queue", Message.of("message " + i));
      mortal.awaitDeadLetters("queue", i + 1);
    }
    assertThat(MortalQueue.texts(dead.deadLetters("queue", 3)))
        .containsExactly("message 0", "message 1", "message 2");
    assertThat(MortalQueue.texts(dead.deadLetters("queue", 100))).hasSize(5);
    assertThat(dead.deadLetterCount("queue")).isEqualTo(5);
    receiver.nothing("queue");
  }

  @Case
  void oddQueueNamesAreKeptApart() {
    for (String name : OddNames.ALL) {
      mortal.kill(name, Message.of(name));
    }
    for (String name : OddNames.ALL) {
      assertThat(MortalQueue.texts(mortal.awaitDeadLetters(name, 1)))
          .as("dead in <%s>", name)
          .containsExactly(name);
    }
    String id = dead.deadLetters("a", 1).getFirst().id();
    assertThat(dead.redrive("b", List.of(id))).isZero();
    assertThat(dead.purgeDeadLetters("a")).isEqualTo(1);
    assertThat(dead.deadLetterCount("A")).isEqualTo(1);
  }

  @Case
  void manyMayDieAtOnceAndNoneIsLost() {
    List<String> all = Stream.iterate(0, i -> i + 1).limit(60).map(i -> "message " + i).toList();
    all.forEach(text -> queue.enqueue("queue", Message.of(text)));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      List<Delivery> deliveries = receiver.several("queue", all.size());
      Crowd.run(all.size(), i -> queue.nack("queue", deliveries.get(i).receipt()));
    }
    List<DeadLetter> letters = mortal.awaitDeadLetters("queue", all.size());
    assertThat(MortalQueue.texts(letters)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(dead.redrive("queue", letters.stream().map(DeadLetter::id).toList()))
        .isEqualTo(all.size());
    assertThat(receiver.several("queue", all.size()))
        .extracting(delivery -> delivery.message().text())
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Case
  void whatCannotBeIsRefused() {
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> dead.deadLetters("queue", 0));
    for (String name : OddNames.REFUSED) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> dead.deadLetters(name, 1));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> dead.purgeDeadLetters(name));
    }
  }
}
