package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void eachRoundRunsOnceInOrder() {
    List<Integer> seen = new ArrayList<>();
    Rounds.each(seen::add);
    assertThat(seen).hasSize(Rounds.count()).startsWith(0).isSorted();
  }

  @Test
  void seedsAreTheSameInEachRunAndDiffer() {
    assertThat(Rounds.seeds().toArray())
        .isEqualTo(Rounds.seeds().toArray())
        .doesNotHaveDuplicates()
        .isNotEmpty();
  }

  @Test
  void thereAreAsManyHistoriesAsAreAskedFor() {
    List<Long> seen = new ArrayList<>();
    Rounds.eachHistory(seen::add);
    assertThat(seen).hasSize(Rounds.histories()).doesNotHaveDuplicates();
    assertThat(seen.getFirst()).isEqualTo(Rounds.seeds().findFirst().orElseThrow());
  }

  @Test
  void aFailureSaysHowToReplayItsSeed() {
    long first = Rounds.seeds().findFirst().orElseThrow();
    assertThatThrownBy(
            () ->
                Rounds.eachSeed(
                    seed -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dpatternsdk.seed=" + first)
        .hasMessageContaining("broken");
  }
}
