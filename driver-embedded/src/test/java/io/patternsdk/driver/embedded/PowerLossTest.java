package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged survives a loss of power, whatever else has reached the disk. */
final class PowerLossTest {
  /** More than the commits after which the file is compacted. */
  private static final int WRITES = 300;

  @TempDir private Path directory;

  @BeforeAll
  static void bringTheDisk() {
    LossyDisk.register();
  }

  @Test
  void betweenWritesExactlyWhatWasAcknowledgedIsThere() {
    Rounds.eachSeed(
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Path file = directory.resolve("between-" + seed);
          Map<String, String> kept = new HashMap<>();
          try (Backend backend = onLossyDisk(file)) {
            KeyValue values = backend.require(KEYVALUE_BASIC);
            for (int i = 0; i < WRITES; i++) {
              write(values, kept, random);
              if (random.nextInt(20) == 0) {
                try (Backend left = left(file, random)) {
                  check(left.require(KEYVALUE_BASIC), kept);
                }
              }
            }
          }
        });
  }

  private static void write(KeyValue values, Map<String, String> kept, RandomGenerator random) {
    String key = "key " + random.nextInt(20);
    if (random.nextInt(5) == 0) {
      values.delete(key);
      kept.remove(key);
    } else {
      String value = "x".repeat(random.nextInt(5_000)) + random.nextLong();
      values.set(key, value.getBytes(StandardCharsets.UTF_8));
      kept.put(key, value);
    }
  }

  private static void check(KeyValue left, Map<String, String> kept) {
    for (int i = 0; i < 20; i++) {
      String key = "key " + i;
      assertThat(left.get(key).map(value -> new String(value, StandardCharsets.UTF_8)).orElse("-"))
          .as(key)
          .isEqualTo(kept.getOrDefault(key, "-"));
    }
  }

  @Test
  void inTheMiddleOfWritesNothingAcknowledgedIsMissing() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(Rounds.seeds().findFirst().orElseThrow());
    Path file = directory.resolve("amid");
    AtomicInteger acknowledged = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    try (Backend backend = onLossyDisk(file)) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                while (!stop.get()) {
                  int next = acknowledged.get() + 1;
                  values.set("counter", Integer.toString(next).getBytes(StandardCharsets.UTF_8));
                  acknowledged.set(next);
                }
              });
      try {
        Rounds.eachSeed(seed -> check(file, acknowledged, random));
      } finally {
        stop.set(true);
        writer.join();
      }
    }
  }

  private void check(Path file, AtomicInteger acknowledged, RandomGenerator random) {
    int least = acknowledged.get();
    try (Backend left = left(file, random)) {
      int counted =
          left.require(KEYVALUE_BASIC)
              .get("counter")
              .map(value -> Integer.parseInt(new String(value, StandardCharsets.UTF_8)))
              .orElse(0);
      assertThat(counted).isBetween(least, acknowledged.get() + 1);
    }
  }

  private static Backend onLossyDisk(Path file) {
    return Opened.on(LossyDisk.SCHEME, Map.of("path", file.toString()), Clock.system());
  }

  private Backend left(Path file, RandomGenerator random) {
    try {
      Path copy = directory.resolve("left-" + random.nextLong());
      LossyDisk.left(file, copy, random);
      return Opened.file(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
