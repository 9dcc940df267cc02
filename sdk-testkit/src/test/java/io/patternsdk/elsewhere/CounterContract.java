package io.patternsdk.elsewhere;

import static io.patternsdk.elsewhere.Counter.COUNTER_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;

/** What {@link Counter} promises. */
final class CounterContract {
  private final Subject subject;
  private final Counter counter;

  CounterContract(Subject subject) {
    this.subject = subject;
    this.counter = subject.require(COUNTER_BASIC);
  }

  @Case
  void addingReturnsTheNewTotal() {
    assertThat(counter.add("one", 2)).isEqualTo(2);
    assertThat(counter.add("one", 3)).isEqualTo(5);
  }

  @Case
  void whatIsAddedIsSeenThroughAnotherDriver() {
    counter.add("one", 2);
    assertThat(subject.sibling().require(COUNTER_BASIC).total("one")).isEqualTo(2);
    assertThat(subject.neighbour().require(COUNTER_BASIC).total("one")).isZero();
  }

  @Case
  void aNameWithoutLettersIsRefused() {
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> counter.add("", 1));
  }
}
