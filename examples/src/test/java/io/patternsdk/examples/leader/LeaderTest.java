package io.patternsdk.examples.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Backend backend = DriverRegistry.load().open("embedded");

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void theFirstLeadsAndTheSecondTakesOverWhenItStops() {
    Leader first = leader("first");
    first.start();
    Eventually.within(SOON).until(first::leads);
    Leader second = leader("second");
    second.start();
    assertThat(second.leads()).isFalse();
    first.shutdown(Deadline.after(SOON));
    assertThat(first.leads()).isFalse();
    Eventually.within(SOON).until(second::leads);
    second.shutdown(Deadline.after(SOON));
  }

  @Test
  void twoOfTheSameNameDoNotBothLead() {
    Leader first = leader("same");
    Leader second = leader("same");
    first.start();
    second.start();
    Eventually.within(SOON).until(() -> first.leads() || second.leads());
    assertThat(first.leads() && second.leads()).isFalse();
    first.shutdown(Deadline.after(SOON));
    second.shutdown(Deadline.after(SOON));
  }

  private Leader leader(String name) {
    return Leader.builder().lease(backend).name(name).length(Duration.ofMillis(300)).build();
  }
}
