package io.patternsdk.core.stream.coordination;

import java.util.Objects;

/**
 * A lease of somebody else's as one member has watched it. It is the member's own monotonic clock
 * that tells how long nothing has changed, so no two clocks have to agree. For one thread.
 */
final class Watched {
  private final String member;
  private Lease lease;
  private long changed;
  private long asked;

  Watched(String member, Lease lease, long now) {
    this.member = member;
    this.lease = lease;
    this.changed = now;
    this.asked = now;
  }

  void see(Lease seen, long now) {
    if (seen.counter() != lease.counter() || !Objects.equals(seen.owner(), lease.owner())) {
      changed = now;
    }
    if (!member.equals(lease.wanted())) {
      asked = now;
    }
    lease = seen;
  }

  Balance.View view(int partition, long now, long leaseNanos) {
    boolean due = member.equals(lease.wanted()) && now - asked >= leaseNanos;
    return new Balance.View(partition, lease, now - changed >= leaseNanos, due);
  }
}
