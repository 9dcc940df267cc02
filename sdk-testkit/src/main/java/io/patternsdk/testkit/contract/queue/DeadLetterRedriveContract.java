package io.patternsdk.testkit.contract.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueDeadLetter.DeadLetter;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Messages;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.List;

/** What {@link QueueDeadLetter} promises of putting back and purging. */
final class DeadLetterRedriveContract {
  private final MessageQueue queue;
  private final QueueDeadLetter dead;
  private final Receiver receiver;
  private final MortalQueue mortal;

  DeadLetterRedriveContract(Subject subject) {
    this.mortal = new MortalQueue(subject);
    this.queue = mortal.queue();
    this.dead = mortal.dead();
    this.receiver = mortal.receiver();
  }

  @Case
  void whatIsRedrivenIsDeliveredWithItsAttemptsCountedAnew() {
    Message message = Messages.traced(Values.of("one"));
    mortal.kill("queue", message);
    String id = mortal.awaitDeadLetters("queue", 1).getFirst().id();
    assertThat(dead.redrive("queue", List.of(id))).isEqualTo(1);
    assertThat(dead.deadLetterCount("queue")).isZero();
    Delivery delivery = receiver.one("queue");
    assertThat(delivery.message()).isEqualTo(message);
    assertThat(delivery.attempt()).isEqualTo(1);
    assertThat(queue.ack("queue", delivery.receipt())).isTrue();
  }

  @Case
  void whatIsRedrivenCanDieAgain() {
    mortal.kill("queue", Message.of("one"));
    dead.redrive("queue", List.of(mortal.awaitDeadLetters("queue", 1).getFirst().id()));
    mortal.die("queue");
    assertThat(mortal.awaitDeadLetters("queue", 1).getFirst().attempts())
        .isEqualTo(MortalQueue.ATTEMPTS);
  }

  @Case
  void someMayBeRedrivenAndTheAbsentIsSkipped() {
    List.of("a", "b", "c").forEach(text -> mortal.kill("queue", Message.of(text)));
    List<DeadLetter> letters = mortal.awaitDeadLetters("queue", 3);
    String second =
        letters.stream().filter(l -> l.message().text().equals("b")).findFirst().orElseThrow().id();
    assertThat(dead.redrive("queue", List.of(second, "nonsense", second))).isEqualTo(1);
    assertThat(MortalQueue.texts(dead.deadLetters("queue", 10)))
        .containsExactlyInAnyOrder("a", "c");
    assertThat(dead.redrive("queue", List.of(second))).isZero();
    assertThat(dead.redrive("queue", List.of())).isZero();
    assertThat(receiver.one("queue").message().text()).isEqualTo("b");
    receiver.nothing("queue");
  }

  @Case
  void purgingDeletesThemAll() {
    List.of("a", "b", "c").forEach(text -> mortal.kill("queue", Message.of(text)));
    List<String> ids = mortal.awaitDeadLetters("queue", 3).stream().map(DeadLetter::id).toList();
    queue.enqueue("queue", Message.of("alive"));
    assertThat(dead.purgeDeadLetters("queue")).isEqualTo(3);
    assertThat(dead.purgeDeadLetters("queue")).isZero();
    assertThat(dead.redrive("queue", ids)).isZero();
    assertThat(receiver.one("queue").message().text()).isEqualTo("alive");
  }

  @Case
  void nothingChangesPastTheDeadline() {
    mortal.kill("queue", Message.of("one"));
    String id = mortal.awaitDeadLetters("queue", 1).getFirst().id();
    Expect.refusalPastTheDeadline(() -> dead.purgeDeadLetters("queue"));
    Expect.refusalPastTheDeadline(() -> dead.redrive("queue", List.of(id)));
    assertThat(dead.deadLetterCount("queue")).isEqualTo(1);
  }
}
