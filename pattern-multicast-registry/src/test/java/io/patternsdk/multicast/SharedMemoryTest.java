package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers that do not acknowledge share one bound, and nobody is starved by them. */
class SharedMemoryTest {
  private static final int MESSAGES = 60;
  private static final int SIZE = 60_000;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Backends backends = Backends.embedded();
  private final Backend backend = backends.open("embedded");
  private final ByteBudget budget = ByteBudget.of(1 << 20);
  private final MulticastRegistry registry =
      backends.started(
          StandaloneContext.builder()
              .settings(Map.of("poll_interval", "20ms"))
              .budget(budget)
              .slot(REGISTRY, backend)
              .slot(MESSAGING, backend)
              .slot(DURABILITY, backend)
              .build());

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  @Test
  void stuckReceiversHoldNoMoreThanTheBudgetAndAllIsDeliveredOnceTheyGoOn() {
    AtomicBoolean stuck = new AtomicBoolean(true);
    AtomicInteger delivered = new AtomicInteger();
    Queue<Delivered> held = new ConcurrentLinkedQueue<>();
    Receiver receiver =
        delivery -> {
          delivered.incrementAndGet();
          held.add(delivery);
          if (!stuck.get()) {
            acknowledge(held);
          }
        };
    List<RegistrySubscription> open = new ArrayList<>();
    for (String id : List.of("a", "b", "c")) {
      registry.register(Registration.of(id).durable());
      open.add(registry.subscribe(id, AckMode.MANUAL, receiver));
    }
    for (int i = 0; i < MESSAGES; i++) {
      registry.multicast(Multicast.to(all(), new byte[SIZE]));
      // whoever has nothing gets one, however little is left while the others receive
      assertThat(budget.reserved()).isLessThanOrEqualTo(budget.capacity() + 3L * (SIZE + 1_000));
    }
    Eventually.within(SOON).check(() -> assertThat(delivered).hasValueGreaterThan(8));
    assertThat(budget.reserved()).isLessThanOrEqualTo(budget.capacity());
    assertThat(delivered).hasValueLessThan((1 << 20) / SIZE + 1);

    stuck.set(false);
    acknowledge(held);
    Eventually.within(SOON).check(() -> assertThat(delivered).hasValue(3 * MESSAGES));
    open.forEach(RegistrySubscription::close);
    assertThat(budget.reserved()).isZero();
  }

  private static void acknowledge(Queue<Delivered> held) {
    for (Delivered one = held.poll(); one != null; one = held.poll()) {
      one.ack();
    }
  }
}
