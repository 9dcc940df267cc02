package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.contract.FaultSubject;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What becomes of values when the server is killed under load. */
final class KeyValueCrashFaults {
  private final FaultSubject subject;

  KeyValueCrashFaults(FaultSubject subject) {
    this.subject = subject;
  }

  @Case
  void whatWasAcknowledgedIsThereAndWhatWasDeletedIsNot() throws Exception {
    subject.open().close(); // what a class path starts once and keeps is no leak
    Leaks.none(
        () -> {
          try (Backend backend = subject.open()) {
            KeyValue values = backend.require(KEYVALUE_BASIC);
            Set<String> deleted = ConcurrentHashMap.newKeySet();
            CrashLoad load = subject.killUnder(text -> write(values, text, deleted));
            assertThat(load.kept()).allSatisfy(key -> assertThat(values.exists(key)).isTrue());
            assertThat(deleted).allSatisfy(key -> assertThat(values.exists(key)).isFalse());
          }
        });
  }

  private static void write(KeyValue values, String text, Set<String> deleted) {
    values.set(text, Values.of(text));
    String gone = text + "-gone";
    values.set(gone, Values.of(text));
    if (values.delete(gone)) {
      deleted.add(gone);
    }
  }
}
