package io.patternsdk.core.stream.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.coordination.Group.One;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Members that come, freeze, die and leave while calls fail; what happens is chosen by a seed. */
class ConsumerGroupsPropertyTest {
  private static final int SEEDS = Integer.getInteger("patternsdk.seeds", 200);
  private static final int STEPS = 300;
  private static final int PARTITIONS = 3;
  private static final Duration BEAT = Group.LEASE.dividedBy(3);

  @Test
  void nothingIsLostRepeatedOrCommittedByTheWrongMember() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Run run = new Run(seed);
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
      run.drain();
    }
  }

  private static final class Run {
    private final Group group = new Group(PARTITIONS);
    private final List<One> beating = new ArrayList<>();
    private final List<One> frozen = new ArrayList<>();
    private final Set<Offset> appended = new HashSet<>();
    private final Set<Offset> handed = new HashSet<>();
    private final Map<One, Map<Integer, Long>> reached = new HashMap<>();
    private final Map<Integer, One> reader = new HashMap<>();
    private final Map<Integer, Long> committed = new HashMap<>();
    private final SplittableRandom random;
    private final long seed;

    Run(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    void step() {
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> append();
        case 3 -> join();
        case 4, 5, 6 -> any(beating).forEach(this::poll);
        case 7, 8 -> any(beating).forEach(this::commit);
        case 9, 10 -> beat();
        case 11 -> any(frozen).forEach(this::wake);
        case 12 -> any(beating).forEach(this::freezeOrLeave);
        default -> fail();
      }
    }

    private List<One> any(List<One> members) {
      return members.isEmpty() ? List.of() : List.of(members.get(random.nextInt(members.size())));
    }

    private void append() {
      appended.add(group.streams.append(random.nextInt(PARTITIONS), "m"));
    }

    private void join() {
      if (beating.size() < 4) {
        quietly(
            () -> {
              One one = group.join();
              reached.put(one, new HashMap<>());
              beating.add(one);
            });
      }
    }

    private void beat() {
      group.clock.advance(BEAT);
      beating.forEach(one -> quietly(one::beat));
    }

    private void fail() {
      if (random.nextBoolean()) {
        group.store.loseAnswers(1);
      } else {
        group.store.loseRequests(1);
      }
    }

    private void wake(One one) {
      poll(one);
      commit(one);
      frozen.remove(one);
      beating.add(one);
    }

    private void freezeOrLeave(One one) {
      beating.remove(one);
      if (random.nextInt(3) == 0) {
        one.leave();
      } else {
        frozen.add(one);
      }
    }

    private void poll(One one) {
      for (StreamRecord record : one.member().poll(1 + random.nextInt(4), Duration.ZERO)) {
        Offset offset = record.offset();
        assertThat(appended).as("seed %d", seed).contains(offset);
        assertThat(offset.position())
            .as("seed %d, %s is committed", seed, offset)
            .isGreaterThan(committed.getOrDefault(offset.partition(), -1L));
        if (offset.position() > 0) { // positions have no gaps here
          assertThat(handed)
              .as("seed %d, before %s", seed, offset)
              .contains(new Offset(offset.partition(), offset.position() - 1));
        }
        handed.add(offset);
        reader.put(offset.partition(), one);
        reached.get(one).put(offset.partition(), offset.position());
      }
    }

    private void commit(One one) {
      reached
          .get(one)
          .forEach(
              (partition, position) -> {
                if (quietly(() -> one.commit(new Offset(partition, position)))) {
                  boolean moved = position > committed.getOrDefault(partition, -1L);
                  assertThat(!moved || one == reader.get(partition))
                      .as("seed %d, partition %d was another's", seed, partition)
                      .isTrue();
                  committed.merge(partition, position, Math::max);
                }
              });
    }

    /** Some calls may have been done though they failed: only what is certain is noted. */
    private static boolean quietly(Runnable call) {
      try {
        call.run();
        return true;
      } catch (OperationException e) {
        return false;
      }
    }

    void drain() {
      group.store.loseAnswers(0);
      group.store.loseRequests(0);
      One last = group.join();
      reached.put(last, new HashMap<>());
      group.pass(Group.LEASE.multipliedBy(2), last);
      assertThat(last.has()).as("seed %d", seed).hasSize(PARTITIONS);
      for (int i = 0; i < appended.size() + 1; i++) {
        poll(last);
      }
      assertThat(handed).as("seed %d", seed).isEqualTo(appended);
    }
  }
}
