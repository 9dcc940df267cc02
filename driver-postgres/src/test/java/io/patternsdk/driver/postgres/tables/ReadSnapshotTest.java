package io.patternsdk.driver.postgres.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.Rounds;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which transactions a snapshot has, by the halves of their numbers. */
class ReadSnapshotTest {
  private static final long SHORT = 1L << 32;

  @Test
  void aTextIsRead() {
    ReadSnapshot snapshot = ReadSnapshot.parse("10:20:10,14");
    assertThat(snapshot).isEqualTo(new ReadSnapshot(10, 20, Set.of(10L, 14L)));
    assertThat(ReadSnapshot.parse("10:10:").running()).isEmpty();
  }

  @Test
  void halvesAreWidenedAlsoWhereTheyBeginAnew() {
    Rounds.eachSeed(
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          for (int round = 0; round < 1_000; round++) {
            long edge = random.nextInt(4) * SHORT;
            long least = Math.max(3, edge + random.nextLong(-100, 100));
            long next = least + random.nextInt(50);
            Set<Long> running = new HashSet<>();
            for (long number = least; number < next; number++) {
              if (random.nextInt(3) == 0) {
                running.add(number);
              }
            }
            ReadSnapshot snapshot = new ReadSnapshot(least, next, running);
            long number = Math.max(3, next + random.nextLong(-100, 100));
            boolean ended = number < next && !running.contains(number);
            assertThat(snapshot.has(Long.toString(number % SHORT)))
                .as(number + " of " + snapshot)
                .isEqualTo(ended);
          }
        });
  }
}
