package io.patternsdk.security.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes loses nothing that it was told is kept. */
class KillTest {
  @TempDir Path directory;

  @Test
  void whatIsKeptIsThereAfterAKillAndTheChainGoesOn() throws IOException {
    int next = 0;
    for (int round = 0; round < 3; round++) {
      int kept = writeUntilKilled(next, 20 + 30 * round);
      AuditReport report = AuditTrail.in(directory).key(Logs.KEY).verify();
      assertThat(report.problems()).isEmpty();
      assertThat(report.closed()).isFalse();
      List<String> asked = Logs.asked(directory);
      assertThat(asked).hasSizeGreaterThanOrEqualTo(kept);
      assertThat(asked).isEqualTo(Logs.numbers(0, asked.size()));
      next = asked.size();
    }
    Logs.write(AuditFiles.in(directory).key(Logs.KEY), next, next + 1);
    assertThat(AuditTrail.in(directory).key(Logs.KEY).verify().closed()).isTrue();
  }

  private int writeUntilKilled(int from, int lines) throws IOException {
    Process process = KilledWriter.start(directory, from);
    int kept = from;
    int read = 0;
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        kept = Integer.parseInt(line);
        if (++read == lines) {
          process.toHandle().destroyForcibly(); // its output can still be read
        }
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    assertThat(read).isGreaterThanOrEqualTo(lines);
    return kept;
  }
}
