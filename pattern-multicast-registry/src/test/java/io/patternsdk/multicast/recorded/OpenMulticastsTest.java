package io.patternsdk.multicast.recorded;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not done is found by all, and taken over by one. */
class OpenMulticastsTest {
  private static final Duration LEASE = Duration.ofSeconds(9);

  private final Backend backend = DriverRegistry.load().open("embedded");
  private final FaultPlan faults = FaultPlan.seeded(1, Clock.system());
  private final Capabilities at = backend.capabilities("registry", List.of(faults));
  private final OpenMulticasts here = process(true);
  private final OpenMulticasts there = process(false);

  private OpenMulticasts process(boolean batches) {
    return new OpenMulticasts(
        at.require(KEYVALUE_CAS),
        batches ? Optional.of(at.require(KEYVALUE_BATCH)) : Optional.empty());
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static OpenMulticast one(String id) {
    return new OpenMulticast(id, "token of " + id, "here", 0);
  }

  @Test
  void whatIsAddedIsSeenEverywhereUntilItIsRemoved() {
    List<OpenMulticast> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      OpenMulticast each = one("id" + i);
      all.add(each);
      (i % 2 == 0 ? here : there).add(each);
      here.add(each);
    }
    assertThat(here.all()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(there.all()).containsExactlyInAnyOrderElementsOf(all);
    all.forEach(there::remove);
    all.forEach(here::remove);
    assertThat(here.all()).isEmpty();
  }

  @Test
  void anAnswerThatIsLostIsLookedFor() {
    for (int i = 0; i < 3; i++) {
      faults.next(1, i == 0 ? "set_if_absent" : "compare_and_set", Fault.lost(ErrorKind.TIMED_OUT));
      here.add(new OpenMulticast("id", "token" + i, "here", 0));
    }
    assertThat(there.all()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void ofManyWhoTakeItOneGetsIt() throws InterruptedException {
    OpenMulticast seen = one("id");
    here.add(seen);
    AtomicInteger winners = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String owner = "owner " + i;
      OpenMulticasts process = process(true);
      threads.add(
          Thread.startVirtualThread(
              () -> process.take(seen, owner).ifPresent(mine -> winners.incrementAndGet())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(winners).hasValue(1);
    assertThat(here.all()).singleElement().satisfies(now -> assertThat(now.beat()).isEqualTo(1));
  }

  @Test
  void whoBeatsIsNotTakenForDead() {
    MovableClock clock = MovableClock.create();
    Lapses lapses = new Lapses(LEASE, clock);
    here.add(one("id"));
    assertThat(lapses.lapsed(there.all().getFirst())).isFalse();
    for (int i = 0; i < 5; i++) {
      clock.advance(LEASE.minusMillis(1));
      here.renew("here");
      there.renew("here");
      assertThat(lapses.lapsed(there.all().getFirst())).isFalse();
    }
    clock.advance(LEASE.minusMillis(1));
    assertThat(lapses.lapsed(there.all().getFirst())).isFalse();
    clock.advance(Duration.ofMillis(1));
    OpenMulticast still = there.all().getFirst();
    assertThat(lapses.lapsed(still)).isTrue();
    assertThat(there.take(still, "there")).isPresent();
    here.renew("here");
    assertThat(here.all()).singleElement().satisfies(n -> assertThat(n.owner()).isEqualTo("there"));
    lapses.keep(List.of());
    assertThat(lapses.lapsed(still)).as("after it was forgotten").isFalse();
  }

  @Test
  void whereOneCannotBeAddedOthersOfItsListAreStillRenewed() {
    here.add(one("id"));
    faults.next(1, "get_versioned", Fault.refused(ErrorKind.UNAVAILABLE));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> here.add(new OpenMulticast("id", "another", "here", 0)));
    here.renew("here");
    assertThat(there.all()).singleElement().satisfies(now -> assertThat(now.beat()).isEqualTo(1));
  }

  @Test
  void aListThatIsFullRefusesMore() {
    for (int i = 0; i < OpenMulticasts.MOST; i++) {
      here.add(new OpenMulticast("id", "token " + i, "here", 0));
    }
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> here.add(one("id")))
        .satisfies(e -> assertThat(e.effect()).isEqualTo(Effect.NONE))
        .withMessageContaining("1000 recorded multicasts are not done yet");
  }
}
