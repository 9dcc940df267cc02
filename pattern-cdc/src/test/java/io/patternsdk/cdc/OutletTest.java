package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row has its changes in order, whatever is refused and wherever the process ends. */
class OutletTest {
  private static final int SIZE = 16;
  private static final Backend STATE = DriverRegistry.load().open("embedded");
  private static int runs;

  @AfterAll
  static void close() {
    STATE.close();
  }

  /** One history, delivered by one process after the other. */
  private static final class Run {
    private final ParkingHistory history;
    private final SplittableRandom random;
    private final PickyDestination destination;
    private final Counts counts = new Counts();
    private final Set<FeedPosition> skipped = new HashSet<>();
    private final String key = "run-" + runs++;
    private final int limit;
    private long epoch;

    Run(long seed, int limit) {
      this.history = new ParkingHistory(seed, SIZE);
      this.random = new SplittableRandom(seed);
      this.destination = new PickyDestination(random.nextBoolean());
      this.limit = limit;
      for (Change change : history.changes) {
        if (random.nextInt(5) == 0) {
          destination.refused.add(change.position());
        }
      }
    }

    Outlet lead(Fuse fuse) {
      destination.fuse = fuse;
      counts.begin();
      State state = new State(new Plain(fuse), new Cas(fuse));
      CdcSettings settings =
          Settings.of(Map.of("tables", List.of("a", "b"), "parked_limit", limit))
              .read(CdcSettings::from);
      Outlet outlet =
          new Outlet(destination, new Parked(state, key, Clock.system()), settings, counts);
      var unused = outlet.lead(++epoch);
      return outlet;
    }

    /** Delivers what the destination has no position of, in batches. */
    void deliver(Outlet outlet) {
      List<Change> left =
          history.changes.stream()
              .filter(
                  change ->
                      destination.position().map(p -> change.position().after(p)).orElse(true))
              .toList();
      for (int i = 0; i < left.size(); ) {
        int end = Math.min(left.size(), i + 1 + random.nextInt(8));
        outlet.deliver(batch(left.subList(i, end)));
        i = end;
      }
    }

    private Deque<Outlet.Part> batch(List<Change> changes) {
      Deque<Outlet.Part> parts = new ArrayDeque<>();
      List<Item> items = changes.stream().map(change -> Item.of(change).shaped(change)).toList();
      items.forEach(item -> counts.processed(item.source()));
      parts.add(new Outlet.Part(items, Optional.of(changes.getLast().position())));
      return parts;
    }

    void assertRightSoFar() {
      assertThat(history.wrongSoFar(destination.seen, skipped)).isEmpty();
    }

    void assertRight() {
      assertThat(history.wrong(destination.seen, skipped)).isEmpty();
    }
  }

  /** Values whose process ends at the fuse. */
  private record Plain(Fuse fuse) implements KeyValue {
    private static KeyValue values() {
      return STATE.require(KEYVALUE_BASIC);
    }

    @Override
    public Optional<byte[]> get(String key) {
      return fuse.around(() -> values().get(key));
    }

    @Override
    public void set(String key, byte[] value) {
      boolean unused =
          fuse.around(
              () -> {
                values().set(key, value);
                return true;
              });
    }

    @Override
    public boolean delete(String key) {
      return fuse.around(() -> values().delete(key));
    }

    @Override
    public boolean exists(String key) {
      return values().exists(key);
    }
  }

  /** Values whose process ends at the fuse. */
  private record Cas(Fuse fuse) implements KeyValueCas {
    private static KeyValueCas values() {
      return STATE.require(KEYVALUE_CAS);
    }

    @Override
    public Optional<Version> setIfAbsent(String key, byte[] value) {
      return fuse.around(() -> values().setIfAbsent(key, value));
    }

    @Override
    public Optional<Versioned> getVersioned(String key) {
      return fuse.around(() -> values().getVersioned(key));
    }

    @Override
    public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
      return fuse.around(() -> values().compareAndSet(key, expected, value));
    }

    @Override
    public boolean compareAndDelete(String key, Version expected) {
      return fuse.around(() -> values().compareAndDelete(key, expected));
    }
  }

  /**
   * The process ends at every point in turn, in delivering, in a retry that helps and in others.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whereverItEndsEachRowHasItsChangesInOrder(long seed) {
    boolean burnt = true;
    for (int point = 0; burnt; point++) {
      Run run = new Run(seed, SIZE);
      Fuse fuse = new Fuse(point);
      try {
        work(run, run.lead(fuse));
      } catch (Fuse.Crash e) {
        run.assertRightSoFar();
      }
      burnt = fuse.isBurnt();
      Outlet next = run.lead(new Fuse(-1));
      work(run, next);
      run.assertRight();
      assertThat(next.entries()).isEmpty();
      assertThat(run.counts.all().left()).isZero();
    }
  }

  private static void work(Run run, Outlet outlet) {
    run.deliver(outlet);
    run.assertRightSoFar();
    assertThat(outlet.retry(Optional.empty())).isNotNegative();
    run.assertRightSoFar();
    run.destination.refused.clear();
    assertThat(outlet.retry(Optional.empty())).isNotNegative();
    run.assertRightSoFar();
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9, 10, 11, 12, 13, 14})
  void whatIsSkippedLetsThoseBehindItGo(long seed) {
    Run run = new Run(seed, SIZE);
    Outlet outlet = run.lead(new Fuse(-1));
    run.deliver(outlet);
    while (!outlet.entries().isEmpty()) {
      RowKey row = outlet.entries().getFirst().keys().iterator().next();
      FeedPosition gone = outlet.skip(row).orElseThrow();
      run.skipped.add(gone);
      run.destination.seen.forEach(seen -> assertThat(seen).isNotEqualTo(gone));
      assertThat(outlet.retry(Optional.of(row))).isNotNegative();
      run.assertRightSoFar();
    }
    run.assertRight();
    assertThat(run.counts.all().skipped()).isEqualTo(run.skipped.size());
    assertThat(run.counts.all().left()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void whereThereIsNoRoomItWaitsForSomeAndGoesOn(long seed) {
    Run run = new Run(seed, 2);
    Outlet outlet = run.lead(new Fuse(-1));
    Deque<Outlet.Part> parts = run.batch(run.history.changes);
    assertThatExceptionOfType(Outlet.Full.class).isThrownBy(() -> outlet.deliver(parts));
    assertThat(outlet.entries()).hasSize(2);
    run.destination.refused.clear();
    assertThat(outlet.retry(Optional.empty())).isEqualTo(2);
    outlet.deliver(parts);
    assertThat(outlet.entries()).isEmpty();
    run.assertRight();
    assertThat(run.counts.all().left()).isZero();
  }

  @Test
  void theCheckerFindsWhatIsWrong() {
    ParkingHistory history = new ParkingHistory(1, SIZE);
    List<FeedPosition> all = history.changes.stream().map(Change::position).toList();
    assertThat(history.wrong(all, Set.of())).isEmpty();
    List<FeedPosition> twice = new ArrayList<>(all);
    twice.addAll(all.subList(SIZE - 1, SIZE));
    assertThat(history.wrong(twice, Set.of())).isEmpty();
    for (int i = 0; i < SIZE; i++) {
      List<FeedPosition> without = new ArrayList<>(all);
      FeedPosition gone = without.remove(i);
      assertThat(history.wrong(without, Set.of())).as("without " + gone).isPresent();
      assertThat(history.wrong(without, Set.of(gone))).isEmpty();
      without.add(gone);
      boolean last = rowsAfter(history, i).isEmpty();
      assertThat(history.wrong(without, Set.of()).isEmpty()).as("late " + gone).isEqualTo(last);
    }
  }

  /** The later changes that have to stay behind one. */
  private static List<Change> rowsAfter(ParkingHistory history, int i) {
    Set<RowKey> rows = RowKey.of(history.changes.get(i));
    return history.changes.subList(i + 1, SIZE).stream()
        .filter(c -> RowKey.of(c).stream().anyMatch(r -> rows.stream().anyMatch(r::meets)))
        .toList();
  }
}
