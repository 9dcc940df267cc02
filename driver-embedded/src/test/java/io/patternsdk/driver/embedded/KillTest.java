package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again on the same file: what it acknowledged is there. */
final class KillTest {
  private static final int MOST_LINES = 2_000;

  @TempDir private Path directory;
  private final Random random = new Random(7);

  /** What processes have acknowledged so far. */
  private final Map<String, String> counters = new HashMap<>();

  private final Map<String, Integer> values = new HashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> enqueued = new HashSet<>();
  private final List<String> appended = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Set<String> acked = new HashSet<>();

  @Test
  void nothingAcknowledgedIsLost() {
    Path file = directory.resolve("store");
    Rounds.each(
        round -> {
          writeUntilKilled(file, round, 1 + random.nextInt(MOST_LINES));
          Clock later = MovableClock.at(Instant.now().plus(KilledWriter.VISIBILITY));
          try (Backend backend = Opened.with(KilledWriter.settings(file), later)) {
            checkValues(backend.require(KEYVALUE_BASIC));
            checkQueues(backend.require(QUEUE_BASIC));
            checkStream(backend.require(STREAM_BASIC));
          }
        });
  }

  private void writeUntilKilled(Path file, int round, int lines) {
    try {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWriter.class.getName(),
                  file.toString(),
                  String.valueOf(round))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        int read = 0;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          note(line.split(" ", -1));
          if (++read == lines) {
            process.toHandle().destroyForcibly(); // its output can still be read
          }
        }
        assertThat(read).as("lines before the process was killed").isGreaterThanOrEqualTo(lines);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(String[] words) {
    switch (words[0]) {
      case "counter" -> counters.put(words[1], words[2]);
      case "value" -> values.put(words[1], Integer.parseInt(words[2]));
      case "deleted" -> deleted.add(words[1]);
      case "enqueued" -> enqueued.add(words[1]);
      case "appended" -> appended.add(words[1]);
      case "taken" -> taken.add(words[1]);
      case "acked" -> acked.add(words[1]);
      default -> throw new AssertionError(String.join(" ", words));
    }
  }

  private void checkValues(KeyValue keyValue) {
    counters.forEach(
        (self, name) ->
            assertThat(keyValue.get("counter-" + self))
                .hasValueSatisfying(v -> assertThat(age(v)).isGreaterThanOrEqualTo(age(name))));
    values.forEach(
        (name, length) -> {
          if (age(name) % 3 != 0) { // else its deletion may have come before the kill
            assertThat(keyValue.get("k-" + name))
                .as(name)
                .hasValueSatisfying(v -> assertThat(v).hasSize(length));
          }
        });
    assertThat(deleted).noneMatch(name -> keyValue.exists("k-" + name));
  }

  /** Reads the queues dry and puts back what was in them. */
  private void checkQueues(MessageQueue queue) {
    Set<String> found = new HashSet<>();
    for (int self = 0; self < 4; self++) {
      for (Delivery d : queue.receive("q-" + self, Integer.MAX_VALUE, Duration.ZERO)) {
        found.add(d.message().text());
        queue.nack("q-" + self, d.receipt());
      }
    }
    assertThat(acked).doesNotContainAnyElementsOf(found);
    Set<String> lost =
        enqueued.stream()
            .filter(name -> !taken.contains(name) && !found.contains(name))
            .collect(Collectors.toSet());
    assertThat(lost).as("enqueued, never taken to be acknowledged, and gone").isEmpty();
  }

  /** Reads the stream whole: nothing is lost, nothing is there twice, each writer is in order. */
  private void checkStream(MessageStream streams) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> last = new HashMap<>();
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      List<StreamRecord> some = reader.poll(1_000, Duration.ZERO);
      while (!some.isEmpty()) {
        for (StreamRecord record : some) {
          String name = record.message().text().replaceAll("x*$", "");
          Integer before = last.put(record.message().key().orElseThrow(), age(name));
          assertThat(before == null || before < age(name)).as("%s is in order", name).isTrue();
          names.add(name);
        }
        some = reader.poll(1_000, Duration.ZERO);
      }
    }
    assertThat(new HashSet<>(names)).hasSameSizeAs(names).containsAll(appended);
  }

  private static int age(byte[] name) {
    return age(new String(name, StandardCharsets.UTF_8));
  }

  /** Grows with every name that one thread of the writers gives, through all rounds. */
  private static int age(String name) {
    String[] parts = name.split("-", -1);
    return Integer.parseInt(parts[0]) * 3_000_000 + Integer.parseInt(parts[2]);
  }
}
