package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
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
          String key =
              subject.loseAnswer(
                  "key " + round, values::get, k -> values.set(k, Values.of("value")));
          assertThat(subject.eventually().value(() -> values.get(key))).isPresent();
        });
  }
}
