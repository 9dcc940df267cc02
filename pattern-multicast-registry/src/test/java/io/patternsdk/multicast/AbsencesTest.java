package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue of a durable identity waits for it, but not for ever. */
class AbsencesTest {
  private final Backends backends = Backends.embedded();
  private final Backend backend = backends.open("embedded");
  private final MulticastRegistry registry = backends.registry();
  private final MovableClock clock = MovableClock.create();
  private final FilledSlot slot =
      StandaloneContext.builder().slot("any", backend).build().slot("any");
  private final KeyValue values = slot.require(KEYVALUE_BASIC);
  private final Absences absences =
      new Absences(
          values,
          slot.require(KEYVALUE_SCAN),
          new IdentityStore(
              slot,
              Settings.of(Map.of()).read(RegistrySettings::from),
              StandaloneContext.builder().clock(clock).build()),
          new DurableQueue(slot, Duration.ofSeconds(30)),
          Duration.ofDays(7),
          clock);

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  private long waiting() {
    return slot.require(QUEUE_BASIC).depth("deliveries:d").waiting();
  }

  private void awayWithAMessage() {
    registry.register(Registration.of("d").durable());
    absences.seen("d");
    registry.multicast(Multicast.to(all(), new byte[1]));
    values.delete("identity:d"); // as if its TTL had run out
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void whatWaitsForAnIdentityThatStaysAwayGoesAfterMaxAbsence() {
    awayWithAMessage();
    clock.advance(Duration.ofDays(6));
    absences.sweep();
    assertThat(waiting()).isEqualTo(1);
    clock.advance(Duration.ofDays(2));
    absences.sweep();
    assertThat(waiting()).isZero();
    assertThat(slot.require(KEYVALUE_SCAN).count("queue:")).isZero();
  }

  @Test
  void whatWaitsForAnIdentityThatIsThereStaysHoweverOldItIs() {
    registry.register(Registration.of("d").durable());
    absences.seen("d");
    registry.multicast(Multicast.to(all(), new byte[1]));
    for (int day = 0; day < 30; day++) {
      clock.advance(Duration.ofDays(1));
      absences.sweep();
    }
    values.delete("identity:d");
    clock.advance(Duration.ofDays(6));
    absences.sweep();
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void whoeverIsUnregisteredLeavesNothing() {
    registry.register(Registration.of("d").durable());
    registry.unregister("d");
    assertThat(slot.require(KEYVALUE_SCAN).count("queue:")).isZero();
  }
}
