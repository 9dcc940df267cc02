package io.patternsdk.benchmarks.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.KnownAllocation.Maker;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JmhForksTest {

  @BeforeAll
  static void besideABenchOnTheSameMachine() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void memoryIsThatOfAllThreadsAndToldForEachOperation() throws Exception {
    List<Maker> makers = List.of(Maker.PLATFORM, Maker.VIRTUAL);
    List<Line> lines =
        JmhForks.run(KnownAllocation.class, "arrays", makers, 1).lines("arrays", 1, makers);
    assertThat(lines).extracting(Line::name).containsExactly("PLATFORM", "VIRTUAL");
    assertThat(lines)
        .extracting(Line::bytes)
        .allSatisfy(
            bytes ->
                // what is counted and what is allocated are not looked at in one moment
                assertThat(bytes)
                    .isCloseTo(KnownAllocation.ARRAY_BYTES, Percentage.withPercentage(10)));
  }

  @Test
  void aContenderThatFailsFailsTheBench() {
    List<Maker> makers = List.of(Maker.NONE);
    assertThatThrownBy(() -> JmhForks.run(KnownAllocation.class, "arrays", makers, 1))
        .hasStackTraceContaining("nobody makes arrays");
  }
}
