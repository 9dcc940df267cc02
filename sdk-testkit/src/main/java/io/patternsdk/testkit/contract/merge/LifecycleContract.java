package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;
import static io.patternsdk.core.merge.Lifecycle.CREATED;
import static io.patternsdk.core.merge.Lifecycle.ENDED;
import static io.patternsdk.core.merge.Lifecycle.ENDS;
import static io.patternsdk.core.merge.Lifecycle.IDLE;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.testkit.contract.merge.Patches.at;
import static io.patternsdk.testkit.contract.merge.Patches.created;
import static io.patternsdk.testkit.contract.merge.Patches.expired;
import static io.patternsdk.testkit.contract.merge.Patches.later;
import static io.patternsdk.testkit.contract.merge.Patches.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.time.Instant;

/** When a record is there. */
final class LifecycleContract {
  private final Subject subject;
  private final KeyValueMerge records;

  LifecycleContract(Subject subject) {
    this.subject = subject;
    this.records = subject.require(KEYVALUE_MERGE);
  }

  private State state(String key) {
    return there(records.read(key)).state();
  }

  @Case
  void itIsPendingUntilItsCreationArrives() {
    records.merge("key", at(9).set("field", "early").build());
    assertThat(state("key")).isEqualTo(State.PENDING);
    records.merge("key", created(1).build());
    assertThat(state("key")).isEqualTo(State.ALIVE);
    assertThat(there(records.read("key")).text("field")).hasValue("early");
  }

  @Case
  void theTimeIsThatOfTheBackend() {
    records.merge("key", created(1).build());
    StoredRecord read = there(records.read("key"));
    Duration apart = Duration.between(Instant.ofEpochMilli(read.now()), Instant.now()).abs();
    assertThat(apart).isLessThan(Duration.ofHours(1));
  }

  @Case
  void itExpiresWhenItWasIdleForLongEnough() {
    records.merge("key", expired(1).build());
    assertThat(state("key")).isEqualTo(State.EXPIRED);
    records.merge("other", created(1).set(ACCESSED, later()).set(IDLE, 0).build());
    assertThat(state("other")).isEqualTo(State.ALIVE);
  }

  @Case
  void itExpiresAtItsEndHoweverItIsUsed() {
    records.merge("key", created(1).set(ACCESSED, later()).set(IDLE, 1_000).set(ENDS, 1).build());
    assertThat(state("key")).isEqualTo(State.EXPIRED);
  }

  @Case
  void minusOneIsNever() {
    records.merge("key", created(1).set(ACCESSED, 1).set(IDLE, -1).set(ENDS, -1).build());
    assertThat(state("key")).isEqualTo(State.ALIVE);
    assertThat(there(records.read("key")).expiry()).isEmpty();
  }

  @Case
  void whatHasExpiredIsThereAgainIfItWasUsedElsewhere() {
    records.merge("key", expired(1).build());
    records.merge("key", at(2).set(ACCESSED, later()).build());
    assertThat(state("key")).isEqualTo(State.ALIVE);
  }

  @Case
  void anEarlierUseThatComesLateExpiresNothing() {
    records.merge("key", created(1).set(ACCESSED, 1).set(IDLE, 1_000).build());
    records.merge("key", at(3).set(ACCESSED, later()).build());
    records.merge("key", at(2).set(ACCESSED, 2).build());
    assertThat(state("key")).isEqualTo(State.ALIVE);
  }

  @Case
  void whatHasEndedIsGoneWhateverIsWritten() {
    records.merge("key", created(5).build());
    records.merge("key", at(6).set(ENDED, "logout").build());
    records.merge("key", created(9).set(ACCESSED, later()).set("field", "late").build());
    assertThat(state("key")).isEqualTo(State.ENDED);
    records.merge("early", at(1).set(ENDED, "logout").build());
    records.merge("early", created(9).build());
    assertThat(state("early")).isEqualTo(State.ENDED);
    assertThat(there(records.read("early")).text(ENDED)).hasValue("logout");
  }

  @Case
  void whatHasEndedIsKeptForItsHorizonAndThenForgotten() {
    records.merge("kept", created(1).set(ENDED, "logout").horizon(Duration.ofHours(1)).build());
    records.merge("gone", created(1).set(ENDED, "logout").horizon(Duration.ZERO).build());
    subject.eventually().until("that it is forgotten", () -> records.read("gone").isEmpty());
    assertThat(state("kept")).isEqualTo(State.ENDED);
    records.merge("gone", at(1).set("field", "anew").build());
    StoredRecord anew = there(records.read("gone"));
    assertThat(anew.fields().keySet()).containsExactly("field");
  }

  @Case
  void whatHasExpiredIsKeptForItsHorizonAndThenForgotten() {
    records.merge("kept", expired(1).horizon(Duration.ofHours(1)).build());
    records.merge("gone", expired(1).horizon(Duration.ZERO).build());
    subject.eventually().until("that it is forgotten", () -> records.read("gone").isEmpty());
    assertThat(state("kept")).isEqualTo(State.EXPIRED);
  }

  @Case
  void whatWasToBeForgottenStaysIfItIsUsed() {
    records.merge("key", expired(1).horizon(Duration.ofHours(1)).build());
    records.merge("key", at(2).set(IDLE, -1).horizon(Duration.ZERO).build());
    records.merge("other", created(1).set(ENDED, "x").horizon(Duration.ZERO).build());
    subject.eventually().until("that the other is gone", () -> records.read("other").isEmpty());
    assertThat(there(records.read("key")).number(CREATED)).isEqualTo(1);
  }
}
