package io.patternsdk.multicast;

import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No more identities than the settings allow, at a bounded cost. */
class QuotaTest {
  private static final int MOST = 3;

  private final Backends backends = Backends.embedded();
  private final Backend backend = backends.open("embedded");
  private final MovableClock clock = MovableClock.create();
  private final AtomicInteger counts = new AtomicInteger();
  private final AtomicReference<@Nullable CountDownLatch> storing = new AtomicReference<>();
  private final MulticastRegistry registry = registry();
  private final MulticastRegistry other = registry();

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  @Test
  void whileItIsFullTheBackendIsAskedOnceASecond() {
    fill();
    for (int i = 0; i < 20; i++) {
      refused("x" + i);
    }
    assertThat(counts).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    refused("x");
    refused("y");
    assertThat(counts).hasValue(2);
  }

  @Test
  void aPlaceGivenFreeHereIsFreeAtOnce() {
    fill();
    refused("x");
    registry.unregister("id0");
    registry.unregister("id0");
    registry.register(Registration.of("x"));
    refused("y");
    assertThat(counts).hasValue(1);
  }

  @Test
  void aPlaceGivenFreeElsewhereIsFreeASecondLater() {
    fill();
    other.unregister("id0");
    refused("x");
    clock.advance(Duration.ofSeconds(1));
    registry.register(Registration.of("x"));
    refused("y");
  }

  @Test
  void whoIsBeingStoredCountsAlthoughNobodySeesItYet() throws InterruptedException {
    registry.register(Registration.of("a"));
    registry.register(Registration.of("b"));
    CountDownLatch release = new CountDownLatch(1);
    storing.set(release);
    Thread slow = Thread.startVirtualThread(() -> registry.register(Registration.of("slow")));
    Eventually.within(Duration.ofMinutes(1)).until(() -> storing.get() == null);
    clock.advance(Duration.ofSeconds(1));
    refused("x");
    release.countDown();
    slow.join();
    assertThat(registry.enumerate(Enumeration.all()).total()).isEqualTo(MOST);
  }

  /** Lets one registration wait until the test lets it go. */
  private void hold() {
    CountDownLatch release = storing.getAndSet(null);
    try {
      if (release != null) {
        release.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoIsThereIsReplacedHoweverFullItIs() {
    fill();
    registry.register(Registration.of("id0").replace());
  }

  @Test
  void manyThatComeAndGoAtOnceNeverExceedIt() {
    Rounds.each(
        round -> {
          List<Thread> threads = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            String id = "r" + round + "-" + i;
            threads.add(Thread.ofVirtual().start(() -> comeAndGo(id)));
          }
          while (threads.stream().anyMatch(Thread::isAlive)) {
            assertThat(registry.enumerate(Enumeration.all()).total()).isLessThanOrEqualTo(MOST);
            clock.advance(Duration.ofMillis(400));
          }
        });
  }

  private void comeAndGo(String id) {
    for (int i = 0; i < 30; i++) {
      try {
        registry.register(Registration.of(id));
      } catch (RegistryException full) {
        assertThat(full.code()).isEqualTo(Code.QUOTA_EXCEEDED);
      }
      registry.unregister(id);
    }
  }

  private void fill() {
    IntStream.range(0, MOST).forEach(i -> registry.register(Registration.of("id" + i)));
  }

  private void refused(String id) {
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.register(Registration.of(id)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.QUOTA_EXCEEDED));
  }

  private MulticastRegistry registry() {
    return backends.started(
        StandaloneContext.builder()
            .settings(Map.of("max_identities", MOST))
            .clock(clock)
            .slot(
                REGISTRY,
                backend,
                Layers.before("count", counts::incrementAndGet),
                Layers.before("set_if_absent", this::hold))
            .slot(MESSAGING, backend)
            .build());
  }
}
