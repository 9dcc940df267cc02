package io.patternsdk.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamHistoryCheckerTest {
  private static final int RUNS = 100;

  @Test
  void passesWhatIsRight() {
    for (long seed = 0; seed < RUNS; seed++) {
      assertThat(StreamHistoryChecker.check(ModelGroup.run(seed, Optional.empty()), true))
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsEachFlawInEachRun(StreamFlaw flaw) {
    for (long seed = 0; seed < RUNS; seed++) {
      assertThat(StreamHistoryChecker.check(ModelGroup.run(seed, Optional.of(flaw)), true))
          .as("seed %d", seed)
          .isNotEmpty();
    }
  }
}
