package io.patternsdk.session.internal.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.HybridClock;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.regions.RepairProgress;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever repairs dies at each of its calls, before and after that has taken effect; another begins
 * anew, and in the end nothing is lost and nothing has come back.
 */
class RepairKillsTest {
  private static final Duration HORIZON = Duration.ofDays(7);
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final int KEYS = 24;

  /** Two regions that have become different, and what they must be. */
  private static final class Pair {
    final MovableClock clock = MovableClock.create();
    final ModelRecords eu = new ModelRecords(clock, Flaw.NONE);
    final ModelRecords us = new ModelRecords(clock, Flaw.NONE);
    final Oracle oracle = new Oracle();
    final Random random;
    long time = 1;

    Pair(long seed) {
      random = new Random(seed);
      for (int i = 0; i < KEYS; i++) {
        int where = random.nextInt(4);
        Patch created = next(where % 2).set(Lifecycle.CREATED, 1).set("a", "new").build();
        if (where != 1) {
          write(eu, i, created);
        }
        if (where != 0) {
          write(us, i, created);
        }
      }
      for (int i = 0; i < 2 * KEYS; i++) {
        write();
      }
    }

    private Patch.Builder next(int region) {
      return Patch.at(new Stamp(time++, region == 0 ? "eu_1" : "us_1"))
          .when(Condition.ALWAYS)
          .horizon(HORIZON);
    }

    private void write(ModelRecords region, int key, Patch patch) {
      String name = (char) ('a' + key % 5) + "-" + key;
      assertThat(region.merge(name, patch).applied()).isTrue();
      oracle.wrote(name, patch);
    }

    /** Writes to a session in one region only. */
    void write() {
      int region = random.nextInt(2);
      int key = random.nextInt(KEYS);
      Patch.Builder patch = next(region);
      switch (random.nextInt(6)) {
        case 0 -> patch.set(Lifecycle.ENDED, "deleted");
        case 1 -> patch.set("b", (byte[]) null);
        case 2 -> patch.set("a", "a" + time);
        default -> patch.set("b", "b" + time);
      }
      write(region == 0 ? eu : us, key, patch.build());
    }

    RepairProgress repair(Dying.Life life, boolean apart) {
      Dying own = new Dying(eu, life);
      Dying other = new Dying(us, life);
      Reconciling reconciling =
          apart
              ? new Reseeding(own, other, true, new HybridClock(clock, "eu_2"), HORIZON)
              : new Merging(own, other, HORIZON);
      return new Repair(own, other, reconciling, progress -> {}).run();
    }

    long calls(boolean apart) {
      Dying.Life whole = new Dying.Life(FOR_EVER, false);
      assertThat(repair(whole, apart).repaired()).isPositive();
      return whole.calls();
    }
  }

  private static State state(Optional<StoredRecord> record) {
    return record.map(StoredRecord::state).orElse(State.PENDING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsMergedIsMergedThoughEachOneDies(long seed) {
    long calls = new Pair(seed).calls(false);
    assertThat(calls).isGreaterThan(KEYS);
    for (long life = 0; life < 2 * calls; life++) {
      Pair pair = new Pair(seed);
      Dying.Life first = new Dying.Life(life / 2, life % 2 == 0);
      assertThatThrownBy(() -> pair.repair(first, false)).isInstanceOf(BackendException.class);
      pair.write();
      assertThat(pair.repair(new Dying.Life(FOR_EVER, false), false).finished()).isTrue();
      for (String key : pair.oracle.keys()) {
        String which = "%s, %s".formatted(key, first);
        Map<String, String> right = pair.oracle.fields(key);
        if (right.containsKey(Lifecycle.ENDED) || !right.containsKey(Lifecycle.CREATED)) {
          assertThat(state(pair.eu.read(key))).as(which).isNotEqualTo(State.ALIVE);
          assertThat(state(pair.us.read(key))).as(which).isNotEqualTo(State.ALIVE);
        } else {
          assertThat(pair.eu.read(key).map(Oracle::fields)).as(which).contains(right);
          assertThat(pair.us.read(key).map(Oracle::fields)).as(which).contains(right);
        }
      }
      assertThat(pair.repair(new Dying.Life(FOR_EVER, false), false).repaired()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whatIsMadeAnewIsSoThoughEachOneDies(long seed) {
    long calls = new Pair(seed).calls(true);
    assertThat(calls).isGreaterThan(KEYS);
    for (long life = 0; life < 2 * calls; life++) {
      Pair pair = new Pair(seed);
      Map<String, Map<String, String>> right = alive(pair.eu, pair);
      right.keySet().removeIf(key -> state(pair.us.read(key)) == State.ENDED); // which holds
      Dying.Life first = new Dying.Life(life / 2, life % 2 == 0);
      assertThatThrownBy(() -> pair.repair(first, true)).isInstanceOf(BackendException.class);
      assertThat(pair.repair(new Dying.Life(FOR_EVER, false), true).finished()).isTrue();
      String which = first.toString();
      assertThat(alive(pair.eu, pair)).as(which).isEqualTo(right);
      assertThat(alive(pair.us, pair)).as(which).isEqualTo(right);
      RepairProgress again = pair.repair(new Dying.Life(FOR_EVER, false), false);
      assertThat(again.repaired()).as(which).isZero();
    }
  }

  /** Returns the attributes of what is alive, without the stamps, which are others afterwards. */
  private static Map<String, Map<String, String>> alive(ModelRecords region, Pair pair) {
    Map<String, Map<String, String>> alive = new TreeMap<>();
    Set<String> keys = new TreeSet<>(pair.oracle.keys());
    for (String key : keys) {
      region
          .read(key)
          .filter(record -> record.state() == State.ALIVE)
          .ifPresent(
              record -> {
                Map<String, String> values = new TreeMap<>();
                for (String name : Set.of("a", "b")) {
                  record.text(name).ifPresent(value -> values.put(name, value));
                }
                alive.put(key, values);
              });
    }
    return alive;
  }
}
