package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;

import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.Unfinished;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values kept in every region: a write goes to all of them and says which did not take it; what a
 * region missed is written there when it is back. A spike: it has no versions, so a write that
 * comes between is not told from what was missed.
 */
final class TwoRegions implements Pattern {
  private final List<FilledSlot> regions;
  private final FanOut everywhere;
  private final Map<String, Map<String, byte[]>> missed = new ConcurrentHashMap<>();

  private TwoRegions(PatternContext context) {
    this.regions = context.members("regions");
    this.everywhere = FanOut.bounded(regions.size());
    regions.forEach(region -> missed.put(region.name(), new ConcurrentHashMap<>()));
  }

  /** Makes it for as many regions as there are, of which one must work. */
  record Provider() implements PatternProvider<TwoRegions> {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public List<Slot> slots() {
      return List.of(Slot.many("regions", KEYVALUE_BASIC).atLeast(1));
    }

    @Override
    public TwoRegions create(PatternContext context) {
      return new TwoRegions(context);
    }
  }

  @Override
  public void start() {
    regions.forEach(region -> region.onChange(state -> repair(region, state)));
  }

  /** Writes everywhere, and returns the regions that did not take it. */
  Set<String> write(String key, byte[] value) {
    Set<String> failed = new TreeSet<>();
    for (var result : everywhere.all(regions, region -> write(region, key, value)).results()) {
      failed.addAll(result.orThrow());
    }
    return failed;
  }

  private Set<String> write(FilledSlot region, String key, byte[] value) {
    try {
      region.require(KEYVALUE_BASIC).set(key, value);
      return Set.of();
    } catch (OperationException e) {
      missedBy(region).put(key, value);
      return Set.of(region.name());
    }
  }

  /** Reads from the first region that answers, in their order. */
  Optional<byte[]> read(String key) {
    OperationException last = null;
    for (FilledSlot region : regions) {
      try {
        return region.require(KEYVALUE_BASIC).get(key);
      } catch (OperationException e) {
        last = e;
      }
    }
    throw last == null ? new IllegalStateException("there are no regions") : last;
  }

  private void repair(FilledSlot region, MemberState state) {
    if (state.usable()) {
      Map<String, byte[]> open = missedBy(region);
      open.forEach(
          (key, value) -> {
            region.require(KEYVALUE_BASIC).set(key, value);
            open.remove(key, value);
          });
    }
  }

  private Map<String, byte[]> missedBy(FilledSlot region) {
    return missed.computeIfAbsent(region.name(), unused -> new ConcurrentHashMap<>());
  }

  @Override
  public void shutdown(Deadline deadline) {
    // it has no threads
  }

  @Override
  public Health health(Deadline deadline) {
    return Health.up();
  }

  @Override
  public Unfinished unfinished() {
    return Unfinished.NOTHING;
  }
}
