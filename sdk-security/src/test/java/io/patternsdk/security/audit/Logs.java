package io.patternsdk.security.audit;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Audit logs of tests. */
final class Logs {
  static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
  static final MovableClock CLOCK = MovableClock.create();

  private Logs() {}

  static AuditEntry entry(int number) {
    AuditRecord record = AuditRecord.of("alice", "POST /v1/things/{id}", "/v1/things/" + number);
    return new AuditEntry.Asked(CLOCK.now(), record.from("10.0.0.1").outcome("204").trace("ab"));
  }

  static List<AuditEntry> entries(int from, int to) {
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = from; i < to; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  /** Begins a file with so many lines, whatever is there. */
  static void write(AuditFiles.Builder files, int from, int to) throws IOException {
    try (AuditFiles open = files.clock(CLOCK).open()) {
      if (open.append(entries(from, to)) != to - from) {
        throw new AssertionError("not all was appended");
      }
    }
  }

  /** What somebody asked for, of all files. */
  static List<String> asked(Path directory) throws IOException {
    List<String> asked = new ArrayList<>();
    for (Path file : new Segments(directory).files()) {
      for (String line : Files.readAllLines(file)) {
        if (line.contains("\"event\":\"asked\"") && line.endsWith("}")) {
          asked.add(JsonObject.parse(line).string("on").replaceAll(".*/", ""));
        }
      }
    }
    return asked;
  }

  static List<String> numbers(int from, int to) {
    List<String> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
  }
}
