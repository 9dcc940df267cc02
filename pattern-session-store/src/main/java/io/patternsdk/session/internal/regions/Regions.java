package io.patternsdk.session.internal.regions;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.Meters;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.HybridClock;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.session.regions.RegionStatus;
import io.patternsdk.session.regions.RepairProgress;
import io.patternsdk.session.regions.Token;
import io.patternsdk.session.regions.WriteReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The region of this process and the others, to which all that it writes is handed on. With one
 * region alone nothing is kept and nothing costs more. Thread-safe.
 */
public final class Regions {
  private static final int AT_ONCE = 16;

  private final Region own;
  private final List<Region> all;
  private final Duration horizon;
  private final List<Replication> others = new ArrayList<>();
  private final KeyValueMerge outgoing;
  private final HybridClock stamps;
  private final Records records;
  private final FanOut fanOut = FanOut.bounded(AT_ONCE);

  /**
   * Makes them.
   *
   * @param own the region of this process, one of all
   * @param journal names what was written, if there is one; otherwise that waits in memory
   */
  public Regions(
      Region own,
      List<Region> all,
      ReplicationSettings settings,
      @Nullable Journal journal,
      Clock clock,
      ByteBudget budget,
      Meters meters) {
    this.own = own;
    this.all = List.copyOf(all);
    this.horizon = settings.horizon();
    this.stamps =
        all.size() == 1
            ? HybridClock.random(clock)
            : new HybridClock(clock, Origins.of(own.name()));
    for (Region region : all) {
      if (region != own) {
        boolean ownIsFirst = all.indexOf(own) < all.indexOf(region);
        others.add(
            new Replication(
                region, own, clock, settings, ownIsFirst, stamps, journal, budget, meters));
      }
    }
    this.outgoing = others.isEmpty() ? own : new Outgoing(own, others, journal);
    this.records = Records.of(outgoing, stamps);
  }

  /** Returns the records of the own region; what is written to them is handed on. */
  public Records records() {
    return records;
  }

  /** Returns the own region, from which what is written is handed on as it is. */
  public KeyValueMerge written() {
    return outgoing;
  }

  /** Returns the own region as somebody sees it who shows a token. */
  public Following following(Token token) {
    return new Following(outgoing, this, token);
  }

  /** Returns the records that somebody who is followed works on. */
  public Records records(Following following) {
    return Records.of(following, stamps);
  }

  /** Returns the own region, past what hands on. */
  public KeyValueMerge here() {
    return own;
  }

  /** Returns the name of the own region. */
  public String own() {
    return own.name();
  }

  /** Tells whether there is more than one. */
  public boolean several() {
    return !others.isEmpty();
  }

  /** Returns a region; empty if there is none of this name. */
  public Optional<Region> region(String name) {
    return all.stream().filter(region -> region.name().equals(name)).findFirst();
  }

  /** Returns the names of all. */
  public List<String> names() {
    return all.stream().map(Region::name).toList();
  }

  /** Returns that the own region can be used, or why not. */
  public Health health() {
    MemberState state = own.state();
    return several() && !state.usable()
        ? Health.down("the own region " + own + " cannot be used: " + state.reason())
        : Health.up();
  }

  /** Returns the region that decides the end of a record that says where it was created. */
  public String home(Optional<String> created) {
    return created
        .filter(name -> region(name).isPresent())
        .orElseGet(() -> all.stream().map(Region::name).min(String::compareTo).orElseThrow());
  }

  /**
   * Begins to hand on.
   *
   * @param handing brings what was written to another region
   */
  public void start(HandingOn handing) {
    others.forEach(other -> other.start(handing));
  }

  /** Hands on what is left until the deadline, to all regions at once, and ends. */
  public void close(Deadline deadline) {
    fanOut.all(
        others,
        other -> {
          other.close(deadline);
          return true;
        });
  }

  /** Returns how many records have writes that have not reached every region. */
  public long waiting() {
    return others.stream().mapToLong(Replication::waiting).sum();
  }

  /** Returns how each region is; calls none. */
  public List<RegionStatus> status() {
    List<RegionStatus> each = new ArrayList<>();
    each.add(ownStatus());
    others.forEach(other -> each.add(other.status()));
    return each;
  }

  private RegionStatus ownStatus() {
    return new RegionStatus(
        own.name(),
        true,
        own.state(),
        0,
        Duration.ZERO,
        0,
        0,
        false,
        RepairProgress.NONE,
        Optional.empty());
  }

  /** What the other regions answered when they were brought a record. */
  private record Answers(Map<String, Merged> merged, Map<String, String> failed) {}

  private Answers bring(String key, StoredRecord record) {
    Patch whole = new Patch(record.fields(), Condition.ALWAYS, horizon);
    Report<Merged> report = fanOut.all(others, other -> other.region().merge(key, whole));
    Answers answers = new Answers(new TreeMap<>(), new TreeMap<>());
    for (int i = 0; i < others.size(); i++) {
      String name = others.get(i).region().name();
      switch (report.results().get(i)) {
        case Result.Success<Merged> success -> answers.merged().put(name, success.value());
        case Result.Failure<Merged> failure ->
            answers.failed().put(name, String.valueOf(failure.cause().getMessage()));
        case Result.Unfinished<Merged> unfinished ->
            answers.failed().put(name, "no answer in time");
      }
    }
    return answers;
  }

  /**
   * Brings a record to all regions now and says which have it; empty if it is not there. One round
   * trip to the own region and one to each of the others, at once.
   */
  public Optional<WriteReport> push(String key) {
    return own.read(key).map(record -> report(bring(key, record)));
  }

  private WriteReport report(Answers answers) {
    Set<String> reached = new TreeSet<>(answers.merged().keySet());
    reached.add(own());
    return new WriteReport(reached, answers.failed());
  }

  /**
   * Exchanges a record with all regions; true if it has expired in each of them by its own clock,
   * so that nobody can have used it since.
   */
  public boolean expiredEverywhere(String key, StoredRecord record) {
    Answers answers = bring(key, record);
    answers.merged().values().stream()
        .flatMap(merged -> merged.record().stream())
        .forEach(other -> take(key, other));
    return answers.failed().isEmpty()
        && answers.merged().values().stream()
            .allMatch(merged -> merged.record().map(Regions::over).orElse(false));
  }

  private static boolean over(StoredRecord record) {
    return record.state() == State.EXPIRED || record.state() == State.ENDED;
  }

  /** Merges what another region has of a record into the own one. */
  private void take(String key, StoredRecord other) {
    var unused = own.merge(key, new Patch(other.fields(), Condition.ALWAYS, horizon));
  }

  /**
   * Brings a record from other regions into the own one; those that there are no more are left out.
   * True if something came.
   *
   * @throws io.patternsdk.core.OperationException of the first region that cannot be asked
   */
  boolean fetch(String key, Set<String> names) {
    List<Region> asked = all.stream().filter(region -> names.contains(region.name())).toList();
    asked.forEach(region -> region.read(key).ifPresent(record -> take(key, record)));
    return !asked.isEmpty();
  }

  /**
   * Compares a region with the own one and makes both equal; empty if there is no other of this
   * name. Digests of ranges are compared first, and records where they differ.
   *
   * @throws io.patternsdk.core.OperationException of what failed; a repetition begins anew and
   *     finds equal what was repaired
   */
  public Optional<RepairProgress> repair(String name) {
    return others.stream()
        .filter(other -> other.region().name().equals(name))
        .findFirst()
        .map(Replication::repair);
  }

  /** Hands on what waits for a region, once, on this thread; false if not all has arrived. */
  boolean deliver(String name) {
    return others.stream()
        .filter(other -> other.region().name().equals(name))
        .allMatch(other -> other.deliver(Duration.ZERO));
  }
}
