package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.FaultSubject;
import io.patternsdk.testkit.contract.internal.Values;

/** What is told of writes whose connection breaks. */
final class KeyValueFaults {
  private final FaultSubject subject;
  private final KeyValue values;

  KeyValueFaults(FaultSubject subject) {
    this.subject = subject;
    this.values = subject.backend().require(KEYVALUE_BASIC);
  }

  @Case
  void aLostAnswerLeavesTheEffectOpen() {
    values.set("first", Values.of("value"));
    Rounds.each(
        round -> {
          String key = "key " + round;
          subject.proxy().loseNextAnswer();
          Runnable write = () -> values.set(key, Values.of("value"));
          assertThat(Expect.failure(ErrorKind.UNAVAILABLE, write).effect())
              .isEqualTo(Effect.UNKNOWN);
          subject.proxy().heal();
          assertThat(subject.eventually().value(() -> values.get(key))).isPresent();
        });
  }
}
