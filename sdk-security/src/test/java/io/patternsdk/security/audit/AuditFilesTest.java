package io.patternsdk.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the files, whatever ended the process that wrote them. */
class AuditFilesTest {
  @TempDir Path directory;

  private AuditFiles.Builder files() {
    return AuditFiles.in(directory).key(Logs.KEY);
  }

  private AuditReport verify() throws IOException {
    return AuditTrail.in(directory).key(Logs.KEY).verify();
  }

  private Path file(int number) {
    return new Segments(directory).file(number);
  }

  @Test
  void aLineSaysWhoAskedForWhatOnWhatAndWhatCameOfIt() throws IOException {
    AuditRecord record =
        AuditRecord.of("alice\n\u2028", "POST /v1/things", "/v1/things")
            .from("10.0.0.1")
            .decision(Decision.FORBIDDEN)
            .outcome("403")
            .trace("4bf9");
    try (AuditFiles files = files().clock(Logs.CLOCK).open()) {
      files.append(List.of(new AuditEntry.Asked(Logs.CLOCK.now(), record)));
    }
    List<String> lines = Files.readAllLines(file(1));
    assertThat(lines).hasSize(3);
    JsonObject line = JsonObject.parse(lines.get(1));
    assertThat(line.names())
        .containsExactly(
            "line",
            "time",
            "event",
            "who",
            "from",
            "action",
            "on",
            "decision",
            "outcome",
            "trace",
            "hash");
    assertThat(line.string("who")).isEqualTo("alice\n\u2028");
    assertThat(line.string("decision")).isEqualTo("forbidden");
    assertThat(line.string("time")).isEqualTo("2025-01-01T00:00:00Z");
    assertThat(verify().closed()).isTrue();
    assertThat(Files.getPosixFilePermissions(file(1)))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void textsAreCutAndMadeProper() {
    AuditRecord record = AuditRecord.of("\ud83d\ude00".repeat(2_000), "a\ud83d", "b");
    assertThat(record.who().codePointCount(0, record.who().length())).isEqualTo(1_000);
    assertThat(record.who()).startsWith("\ud83d\ude00").endsWith("\ud83d\ude00…");
    assertThat(record.action()).isEqualTo("a?");
  }

  @Test
  void theLongestLineIsReadAgain() throws IOException {
    String most = "\u0001".repeat(1_000);
    AuditRecord record =
        new AuditRecord(most, most, most, most, Decision.UNAUTHENTICATED, most, most);
    for (int i = 0; i < 2; i++) {
      try (AuditFiles files = files().open()) {
        assertThat(files.append(List.of(new AuditEntry.Asked(Logs.CLOCK.now(), record))))
            .isEqualTo(1);
      }
    }
    assertThat(verify().problems()).isEmpty();
  }

  @Test
  void eachStartGoesOnInAFileOfItsOwn() throws IOException {
    for (int i = 0; i < 4; i++) {
      Logs.write(files(), i, i + 1);
    }
    assertThat(Logs.asked(directory)).isEqualTo(Logs.numbers(0, 4));
    AuditReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.files()).isEqualTo(4);
    assertThat(report.last()).startsWith("12:");
  }

  @Test
  void aFileThatIsLargeEnoughIsFollowedByTheNext() throws IOException {
    try (AuditFiles files = files().maxFile(1_000).open()) {
      for (int i = 0; i < 20; i++) {
        assertThat(files.append(Logs.entries(i, i + 1))).isEqualTo(1);
      }
    }
    AuditReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.files()).isGreaterThan(4);
    assertThat(Logs.asked(directory)).isEqualTo(Logs.numbers(0, 20));
  }

  @Test
  void whereverAKillCutsTheLastLineItGoesOn() throws IOException {
    Logs.write(files(), 0, 2);
    byte[] all = Files.readAllBytes(file(1));
    int first = new String(all, java.nio.charset.StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int cut = 0; cut < all.length; cut += cut < first ? 37 : 61) {
      Files.delete(file(1));
      Files.deleteIfExists(file(2));
      Files.deleteIfExists(file(3));
      Files.write(file(1), java.util.Arrays.copyOf(all, cut));
      AuditReport torn = verify();
      assertThat(torn.problems()).as("cut at %d", cut).isEmpty();
      Logs.write(files(), 7, 8);
      Logs.write(files(), 8, 9);
      AuditReport after = verify();
      assertThat(after.problems()).as("cut at %d", cut).isEmpty();
      assertThat(after.torn()).isZero();
      assertThat(Logs.asked(directory)).endsWith("7", "8");
      assertThat(Files.size(file(1))).isEqualTo(cut);
    }
  }

  @Test
  void aSecondProcessIsRefused() throws IOException {
    try (AuditFiles files = files().open()) {
      assertThat(files.append(Logs.entries(0, 1))).isEqualTo(1);
      assertThatThrownBy(() -> files().open())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("give each a directory of its own");
      Process other = KilledWriter.start(directory, 1); // the refusal has not given up the lock
      try (BufferedReader out = other.inputReader(java.nio.charset.StandardCharsets.UTF_8)) {
        assertThat(out.readLine()).isNull();
      } finally {
        other.destroyForcibly().onExit().join();
      }
    }
    Logs.write(files(), 1, 2);
    assertThat(verify().problems()).isEmpty();
  }

  @Test
  void nothingFollowsALastLineThatIsNone() throws IOException {
    Logs.write(files(), 0, 1);
    try (RandomAccessFile last = new RandomAccessFile(file(1).toFile(), "rw")) {
      last.seek(last.length() - 1);
      last.write("?\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> files().open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file(1).toString())
        .hasMessageContaining("verify it, and move it away");
  }

  @Test
  void withAnotherKeyTheChainGoesOn() throws IOException {
    Secret other = Secret.of("x".repeat(32));
    Logs.write(files(), 0, 1);
    Logs.write(AuditFiles.in(directory).key(other), 1, 2);
    assertThat(AuditTrail.in(directory).key(Logs.KEY).key(other).verify().problems()).isEmpty();
    assertThat(verify().problems()).anyMatch(problem -> problem.contains("none of those given"));
    assertThatThrownBy(() -> AuditFiles.in(directory).key(Secret.of("short")).open())
        .hasMessageContaining("expected at least 32");
  }
}
