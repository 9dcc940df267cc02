package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.List;
import java.util.Optional;

/** What {@link KeyValueCas} promises to callers that race. */
final class KeyValueCasRaceContract {
  private final Subject subject;
  private final KeyValue values;
  private final KeyValueCas cas;

  KeyValueCasRaceContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.cas = subject.require(KEYVALUE_CAS);
  }

  @Case
  void ofManyThatReplaceOneWins() {
    for (int round = 0; round < 10; round++) {
      String key = "key " + round;
      Version start = cas.setIfAbsent(key, Values.of("start")).orElseThrow();
      List<Optional<Version>> results =
          Crowd.call(16, i -> cas.compareAndSet(key, start, Values.of("winner " + i)));
      int winner = onlyWinner(results);
      assertThat(values.get(key)).hasValue(Values.of("winner " + winner));
      assertThat(version(key)).isEqualTo(results.get(winner).orElseThrow());
    }
  }

  @Case
  void ofManyThatSetTheAbsentOneWins() {
    KeyValueCas other = subject.sibling().require(KEYVALUE_CAS);
    for (int round = 0; round < 10; round++) {
      String key = "key " + round;
      int winner =
          onlyWinner(
              Crowd.call(
                  16, i -> (i % 2 == 0 ? cas : other).setIfAbsent(key, Values.of("winner " + i))));
      assertThat(values.get(key)).hasValue(Values.of("winner " + winner));
    }
  }

  @Case
  void ofManyThatDeleteOneWins() {
    Version version = cas.setIfAbsent("key", Values.of("value")).orElseThrow();
    List<Boolean> results = Crowd.call(16, i -> cas.compareAndDelete("key", version));
    assertThat(results).containsOnlyOnce(true);
  }

  @Case
  void countingTogetherLosesNothing() {
    values.set("count", Values.of("0"));
    Crowd.run(8, i -> increment(20));
    assertThat(values.get("count")).hasValue(Values.of("160"));
  }

  private void increment(int times) {
    for (int done = 0; done < times; ) {
      Versioned read = cas.getVersioned("count").orElseThrow();
      int next = Integer.parseInt(Values.text(read.value())) + 1;
      if (cas.compareAndSet("count", read.version(), Values.of("" + next)).isPresent()) {
        done++;
      }
    }
  }

  private Version version(String key) {
    return cas.getVersioned(key).orElseThrow().version();
  }

  private static int onlyWinner(List<Optional<Version>> results) {
    List<Boolean> won = results.stream().map(Optional::isPresent).toList();
    assertThat(won).as("winners").containsOnlyOnce(true);
    return won.indexOf(true);
  }
}
