package io.patternsdk.session.internal.regions;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Meters;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * One generated history: processes of several regions whose clocks differ write to a few records,
 * while ways between regions are cut, lose, repeat and reorder; then all is healed, and every
 * region has to have what the oracle says.
 */
final class World {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HORIZON = Duration.ofDays(7);
  private static final List<String> NAMES = List.of("eu", "us", "ap");
  private static final int PROCESSES = 2;
  private static final int STEPS = 120;
  private static final int KEYS = 4;
  private static final int KILLED_ONE_IN = 10;
  private static final int MOST_ROUNDS = 1_000;

  private final Random random;
  private final Flaw flaw;
  private final String prefix;
  private final Oracle oracle = new Oracle();
  private final Map<String, KeyValueMerge> stores;
  private final List<MovableClock> clocks = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final long capacity;
  private final FilledSlot member;
  private boolean killed;

  /** A process with its way to each region. */
  private record Process(String region, Regions regions, Map<String, Way> ways) {}

  /**
   * Makes one.
   *
   * @param stores the records of each region by its name, empty or with those of other histories
   */
  World(long seed, Flaw flaw, Map<String, KeyValueMerge> stores, Backend any) {
    this.random = new Random(seed);
    this.flaw = flaw;
    this.prefix =
        new StringBuilder(Long.toString(seed, Character.MAX_RADIX))
            .reverse()
            .append(':')
            .toString();
    this.stores = stores;
    this.member = FilledSlot.of("regions.any", any);
    this.capacity = random.nextBoolean() ? 1 << 20 : 1_500;
    for (String name : NAMES) {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(process(name));
      }
    }
  }

  static Map<String, KeyValueMerge> models(Flaw flaw) {
    Map<String, KeyValueMerge> models = new TreeMap<>();
    for (String name : NAMES) {
      models.put(name, new ModelRecords(MovableClock.at(START), flaw));
    }
    return models;
  }

  static List<String> names() {
    return NAMES;
  }

  private KeyValueMerge store(String name) {
    return Objects.requireNonNull(stores.get(name));
  }

  private Process process(String own) {
    MovableClock clock = MovableClock.at(START.plusMillis(random.nextInt(4) * 1_000L));
    clocks.add(clock);
    Map<String, Way> ways = new TreeMap<>();
    List<Region> all = new ArrayList<>();
    stores.forEach(
        (name, store) -> {
          Way way = new Way(store, random, flaw, name.equals(own), oracle);
          ways.put(name, way);
          all.add(new Region(name, member, unused -> way));
        });
    Region here =
        all.stream().filter(region -> region.name().equals(own)).findFirst().orElseThrow();
    Regions regions =
        new Regions(
            here,
            all,
            new ReplicationSettings(HORIZON, capacity, Duration.ofMinutes(10)),
            null,
            clock,
            ByteBudget.of(1 << 24),
            Meters.none());
    return new Process(own, regions, ways);
  }

  /** Runs it and returns what is wrong; empty if nothing is. */
  Optional<String> run() {
    for (int i = 0; i < STEPS; i++) {
      Optional<String> wrong = step();
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return heal();
  }

  private Optional<String> step() {
    Process process = processes.get(random.nextInt(processes.size()));
    String other = NAMES.get(random.nextInt(NAMES.size()));
    Way way = Objects.requireNonNull(process.ways().get(other));
    switch (random.nextInt(10)) {
      case 0 -> clocks.get(random.nextInt(clocks.size())).advance(Duration.ofMillis(1));
      case 1 -> clocks.get(random.nextInt(clocks.size())).stepWall(Duration.ofMillis(-700));
      case 2 -> way.cut = !other.equals(process.region()) && !way.cut;
      case 3 -> way.repeat();
      case 4, 5 -> deliver(process, other);
      case 6 -> {
        if (random.nextInt(KILLED_ONE_IN) == 0) {
          processes.set(processes.indexOf(process), process(process.region())); // all is lost
          killed = true;
        }
      }
      default -> {
        return write(process);
      }
    }
    return Optional.empty();
  }

  private static void deliver(Process process, String region) {
    boolean unused = process.regions().deliver(region);
  }

  private Optional<String> write(Process process) {
    String key = prefix + random.nextInt(KEYS);
    String field = "a:" + random.nextInt(3);
    String value = Long.toString(random.nextLong());
    int kind = random.nextInt(12);
    try {
      Merged merged =
          process
              .regions()
              .records()
              .write(key, patch -> edit(patch.horizon(HORIZON), kind, field, value));
      boolean set = kind >= 5 && merged.applied();
      return set ? lost(process, key, field, value) : Optional.empty();
    } catch (OperationException e) {
      return Optional.empty(); // one that was made to fail
    }
  }

  private static void edit(Patch.Builder patch, int kind, String field, String value) {
    switch (kind) {
      case 0, 1, 2 ->
          patch.when(Condition.ABSENT).set(Lifecycle.CREATED, 1).set(Lifecycle.ACCESSED, 1);
      case 3 -> patch.when(Condition.ALIVE).set(Lifecycle.ENDED, "deleted").set("why", value);
      case 4 -> patch.when(Condition.ALIVE).remove(field).set(Lifecycle.ACCESSED, 2);
      default -> patch.when(Condition.ALIVE).set(field, value).set(Lifecycle.ACCESSED, 3);
    }
  }

  /** A write that was acknowledged is there for the next who reads in the region. */
  private Optional<String> lost(Process process, String key, String field, String value) {
    Optional<String> found =
        store(process.region()).read(key).flatMap(record -> record.text(field));
    return found.equals(Optional.of(value))
        ? Optional.empty()
        : Optional.of(key + " " + field + " is " + found + " after " + value + " was written");
  }

  private Optional<String> heal() {
    processes.forEach(
        process ->
            process
                .ways()
                .values()
                .forEach(
                    way -> {
                      way.cut = false;
                      way.quiet = true;
                    }));
    for (int round = 0; waiting() > 0; round++) {
      if (round > MOST_ROUNDS) {
        return Optional.of(waiting() + " records are not handed on");
      }
      processes.forEach(process -> NAMES.forEach(name -> deliver(process, name)));
    }
    processes.forEach(process -> process.ways().values().forEach(Way::repeatAll));
    if (killed) {
      repair();
    }
    return different();
  }

  private void repair() {
    for (Process process : processes) {
      for (String name : NAMES) {
        var unused = process.regions().repair(name);
      }
    }
  }

  private long waiting() {
    return processes.stream().mapToLong(process -> process.regions().waiting()).sum();
  }

  private Optional<String> different() {
    for (String key : oracle.keys().stream().filter(key -> key.startsWith(prefix)).toList()) {
      for (String name : NAMES) {
        var record = store(name).read(key);
        Map<String, String> found = record.map(Oracle::fields).orElse(Map.of());
        boolean repaired = killed && oracle.fields(key).containsKey(Lifecycle.ENDED);
        if (!repaired && !found.equals(oracle.fields(key))) {
          return Optional.of(
              "%s in %s is %s and should be %s".formatted(key, name, found, oracle.fields(key)));
        }
        boolean over = oracle.fields(key).containsKey(Lifecycle.ENDED);
        boolean gone = record.map(r -> r.state() != State.ALIVE).orElse(true);
        if (over != (repaired ? gone : record.map(r -> r.state() == State.ENDED).orElse(false))) {
          return Optional.of(key + " in " + name + " should " + (over ? "" : "not ") + "be over");
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return flaw + " " + prefix + Arrays.toString(NAMES.toArray());
  }
}
