package io.patternsdk.app.session.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Script;
import io.patternsdk.app.testing.Script.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir private Path temporary;

  @Test
  void itIsKilledUnderACrowdAndNothingIsLostOrComesBack() throws Exception {
    Map<String, String> small = Map.of("PATTERNSDK_BROWSERS", "60", "PATTERNSDK_VISITS", "2");
    Ended demo = Script.run(temporary, small, "demo", "session-store", "--built");
    assertThat(demo.exit()).as(demo.output()).isZero();
    assertThat(demo.output())
        .containsSubsequence("kill -9    process-1", "start      process-1")
        .contains("lost writes 0, lost sessions 0, resurrections 0, listed wrongly 0, overdue 0")
        .containsPattern("events: 0 twice, 0 without a cause, 0 acknowledged and not told")
        .endsWith("stopped: in-flight 0, exit 0\n");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void itRoamsBetweenRegionsThatAreCutOffAndKilledAndAllEndsEqual() throws Exception {
    Map<String, String> small = Map.of("PATTERNSDK_BROWSERS", "24", "PATTERNSDK_VISITS", "2");
    Ended demo =
        Script.run(
            temporary,
            small,
            "demo",
            "session-store",
            "--built",
            "--regions",
            "2",
            "--backends",
            "redis");
    assertThat(demo.exit()).as(demo.output()).isZero();
    assertThat(demo.output())
        .containsSubsequence("cut  ", "connect  ", "kill -9    us", "start      us", "equal  ")
        .contains("lost writes 0, lost sessions 0, resurrections 0, listed wrongly 0, overdue 0")
        .endsWith("stopped: in-flight 0, exit 0\n");
    assertThat(temporary).isEmptyDirectory();
  }
}
