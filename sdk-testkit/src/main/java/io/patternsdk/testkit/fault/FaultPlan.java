package io.patternsdk.testkit.fault;

import io.patternsdk.core.Clock;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import io.patternsdk.core.standard.StandardCapabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A layer that fails on cue. It passes everything on until a cue is given; the first cue that
 * strikes a call decides, in the order in which they were given. Thread-safe: which thread's call
 * is struck depends on their order, but the n-th decision on a seed is always the same.
 *
 * <p>Where a cue strikes is an operation ({@code keyvalue_basic.set}), its name alone ({@code
 * set}), all of a capability ({@code keyvalue_basic.*}) or everything ({@code *}). Operations are
 * those of {@link Capability#operations}, and with {@link FaultyProvider} {@code driver.open} and
 * {@code driver.health}; a place that is none of them is refused with {@link
 * IllegalArgumentException} and the nearest one. As the innermost layer it stands for the driver.
 */
public final class FaultPlan implements Layer {
  private final long seed;
  private final KnownOperations operations;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final SplittableRandom random;
  private final List<Cue> cues = new ArrayList<>();
  private final Map<String, LongAdder> reached = new ConcurrentHashMap<>();
  private final LongAdder struck = new LongAdder();

  private FaultPlan(long seed, KnownOperations operations, Clock clock) {
    this.seed = seed;
    this.operations = operations;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
  }

  /**
   * A plan without cues, whose delays use {@code clock}.
   *
   * @param more capabilities whose operations are struck beside those of the SDK's
   */
  public static FaultPlan seeded(long seed, Clock clock, Capability<?>... more) {
    List<Capability<?>> capabilities = new ArrayList<>(StandardCapabilities.all());
    capabilities.addAll(List.of(more));
    List<Operation> driver = List.of(FaultyProvider.OPEN, FaultyDriver.HEALTH);
    return new FaultPlan(seed, KnownOperations.of(driver, capabilities), clock);
  }

  /** Strikes the next {@code count} calls there. */
  public void next(int count, String where, Fault fault) {
    add(where, fault, 1, count);
  }

  /** Strikes every call there until {@link #heal}. */
  public void always(String where, Fault fault) {
    add(where, fault, 1, Long.MAX_VALUE);
  }

  /** Strikes each call there with this chance, between 0 and 1, until {@link #heal}. */
  public void sometimes(double chance, String where, Fault fault) {
    add(where, fault, chance, Long.MAX_VALUE);
  }

  /** Forgets all cues. */
  public void heal() {
    lock.lock();
    try {
      cues.clear();
    } finally {
      lock.unlock();
    }
  }

  /** How often the driver has been called there, lost answers included. */
  public long reached(String where) {
    operations.check(where);
    return reached.entrySet().stream()
        .filter(operation -> Cue.matches(where, operation.getKey()))
        .mapToLong(operation -> operation.getValue().sum())
        .sum();
  }

  /** How many calls failed by a cue of this plan. */
  public long struck() {
    return struck.sum();
  }

  @Override
  public Interceptor bind(Site site, Operation operation) {
    return new FaultyCalls(this, operation);
  }

  private void add(String where, Fault fault, double chance, long count) {
    operations.check(where);
    lock.lock();
    try {
      cues.add(new Cue(where, fault, chance, count));
    } finally {
      lock.unlock();
    }
  }

  /** What strikes this call. */
  Verdict judge(Operation operation) {
    lock.lock();
    try {
      Duration delay = Duration.ZERO;
      for (Cue cue : cues) {
        if (cue.strikes(operation, random)) {
          switch (cue.fault()) {
            case Fault.Delay late -> delay = delay.plus(late.duration());
            case Fault.Failure failure -> {
              struck.increment();
              return Verdict.of(delay, failure, random.nextBoolean());
            }
          }
        }
      }
      return Verdict.none(delay);
    } finally {
      lock.unlock();
    }
  }

  void countReached(Operation operation) {
    reached.computeIfAbsent(operation.toString(), name -> new LongAdder()).increment();
  }

  Clock clock() {
    return clock;
  }

  long seed() {
    return seed;
  }
}
