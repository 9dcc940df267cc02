package io.patternsdk.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.contract.ReferenceProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultyProviderTest {
  private final FaultPlan plan = FaultPlan.seeded(1, Clock.system());
  private final DriverRegistry drivers =
      DriverRegistry.empty().with(FaultyProvider.of("faulty", new ReferenceProvider(), plan));

  @Test
  void worksLikeTheDriverBehindItWithoutACue() {
    try (Backend backend = open()) {
      KeyValue values = backend.require(StandardCapabilities.KEYVALUE_BASIC);
      KeyValueScan scan = backend.require(StandardCapabilities.KEYVALUE_SCAN);
      values.set("key", new byte[] {1});
      assertThat(values.get("key")).hasValue(new byte[] {1});
      assertThat(scan.count("k")).isEqualTo(1);
      assertThat(backend.health(Deadline.after(Duration.ofSeconds(5))).usable()).isTrue();
    }
  }

  @Test
  void itsCallsFailOnCue() {
    try (Backend backend = open()) {
      KeyValue values = backend.require(StandardCapabilities.KEYVALUE_BASIC);
      plan.next(1, "set", Fault.lost(ErrorKind.UNAVAILABLE));
      assertThatThrownBy(() -> values.set("key", new byte[] {1}))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("set");
      assertThat(values.exists("key")).isTrue();
    }
  }

  @Test
  void openingAndHealthFailOnCue() {
    plan.next(1, "driver.open", Fault.refused(ErrorKind.UNAVAILABLE));
    assertThatThrownBy(this::open).isInstanceOf(BackendException.class);
    try (Backend backend = open()) {
      plan.next(1, "driver.health", Fault.refused(ErrorKind.UNAVAILABLE));
      assertThat(backend.health(Deadline.NONE).usable()).isFalse();
      assertThat(backend.health(Deadline.NONE).usable()).isTrue();
    }
  }

  private Backend open() {
    return drivers.open("faulty", BackendOptions.named("test").namespace("ns"));
  }
}
