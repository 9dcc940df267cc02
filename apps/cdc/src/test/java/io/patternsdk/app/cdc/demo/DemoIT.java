package io.patternsdk.app.cdc.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Script;
import io.patternsdk.app.testing.Script.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir private Path temporary;

  @Test
  void itIsKilledTwiceAndTheTableOfTheEventsIsThatOfTheSource() throws Exception {
    Ended demo = Script.run(temporary, "demo", "cdc", "--built", "--backends", "embedded");
    assertThat(demo.exit()).as(demo.output()).isZero();
    assertThat(demo.output())
        .containsSubsequence("kill -9", "kill -9", "0 out of order", "equal row by row")
        .contains("exit code 0")
        .containsPattern("stopped: in-flight 0, exit 0; events: processed \\d+ = ");
    assertThat(temporary).isEmptyDirectory();
  }
}
