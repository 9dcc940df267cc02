package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.PowerLoss;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.Map;

/** What a {@link KeyValue} keeps that is declared as synced, when the power goes. */
final class KeyValuePowerLossContract {
  private final Subject subject;

  KeyValuePowerLossContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsAcknowledgedIsThereAfterALossOfPower() {
    if (subject.traits(KEYVALUE_BASIC).durability() == Durability.SYNCED) {
      subject.powerLoss().ifPresent(KeyValuePowerLossContract::check);
    }
  }

  private static void check(PowerLoss power) {
    KeyValue values = power.backend().require(KEYVALUE_BASIC);
    values.set("a", Values.of("first"));
    remains(power, "a", "first");
    values.set("a", Values.of("second"));
    remains(power, "a", "second");
    power
        .backend()
        .find(KEYVALUE_TTL)
        .ifPresent(
            expiring -> {
              expiring.set("b", Values.of("expiring"), Duration.ofHours(1));
              remains(power, "b", "expiring");
            });
    power
        .backend()
        .find(KEYVALUE_CAS)
        .ifPresent(
            cas -> {
              Version absent = cas.setIfAbsent("c", Values.of("conditional")).orElseThrow();
              remains(power, "c", "conditional");
              assertThat(cas.compareAndSet("c", absent, Values.of("compared"))).isPresent();
              remains(power, "c", "compared");
            });
    power
        .backend()
        .find(KEYVALUE_BATCH)
        .ifPresent(
            batch -> {
              batch.setAll(Map.of("d", Values.of("one"), "e", Values.of("many")));
              remains(power, "d", "one");
              remains(power, "e", "many");
            });
    assertThat(values.delete("a")).isTrue();
    assertThat(power.left().require(KEYVALUE_BASIC).exists("a")).as("what was deleted").isFalse();
  }

  private static void remains(PowerLoss power, String key, String value) {
    assertThat(power.left().require(KEYVALUE_BASIC).get(key).map(Values::text)).contains(value);
  }
}
