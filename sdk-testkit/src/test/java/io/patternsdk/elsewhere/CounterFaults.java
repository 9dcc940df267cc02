package io.patternsdk.elsewhere;

import static io.patternsdk.elsewhere.Counter.COUNTER_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.FaultSubject;

/** What is told of adding when connections and servers break. */
final class CounterFaults {
  private final FaultSubject subject;
  private final Counter counter;

  CounterFaults(FaultSubject subject) {
    this.subject = subject;
    this.counter = subject.backend().require(COUNTER_BASIC);
  }

  @Case
  void aLostAnswerLeavesTheEffectOpen() {
    subject.proxy().loseNextAnswer();
    var lost = Expect.failure(ErrorKind.UNAVAILABLE, () -> counter.add("one", 2));
    assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(subject.direct().require(COUNTER_BASIC).total("one")).isEqualTo(2);
  }

  @Case
  void whatWasAcknowledgedOutlivesTheServer() {
    CrashLoad load = subject.killUnder(text -> counter.add("all", 1));
    long kept = load.kept().size();
    assertThat(counter.total("all")).isBetween(kept, kept + load.perhaps().size());
  }
}
