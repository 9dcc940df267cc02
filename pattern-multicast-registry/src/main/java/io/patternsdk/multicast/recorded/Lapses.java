package io.patternsdk.multicast.recorded;

import io.patternsdk.core.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose owner has not been seen to live for the length of the lease, by this process's clock alone.
 * For one thread.
 */
public final class Lapses {
  private final Clock clock;
  private final long lease;
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(OpenMulticast last, long since) {}

  /** Has seen nobody yet. */
  public Lapses(Duration lease, Clock clock) {
    this.clock = clock;
    this.lease = lease.toNanos();
  }

  /** Notes how one is now; true if it has been so for the length of the lease. */
  public boolean lapsed(OpenMulticast now) {
    long time = clock.nanoTime();
    Seen before = seen.get(now.token());
    if (before == null || !before.last().equals(now)) {
      seen.put(now.token(), new Seen(now, time));
      return false;
    }
    return time - before.since() >= lease;
  }

  /** Forgets all but these. */
  public void keep(Collection<OpenMulticast> open) {
    Set<String> tokens = open.stream().map(OpenMulticast::token).collect(Collectors.toSet());
    seen.keySet().retainAll(tokens);
  }
}
