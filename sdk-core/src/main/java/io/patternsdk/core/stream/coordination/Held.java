package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.Clock;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.stream.coordination.Leases.Stored;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A partition that one member has, or had: once lost it stays lost. It hands out nothing that a
 * successor may have by now: its lease counts from before the call that renewed it. Thread-safe.
 */
final class Held {
  private final ReentrantLock lock = new ReentrantLock(); // held during calls of the backend
  private final Leases leases;
  private final String member;
  private final Clock clock;
  private final long leaseNanos;
  private final int partition;

  private Version version; // guarded by lock, as are changes of all others but handed
  private @Nullable Lease successor; // as it was when this one was found to be lost
  private volatile Lease lease;
  private volatile long validUntil;
  private volatile boolean lost;
  private volatile boolean leaving;
  private long handed; // guarded by this
  private int epoch; // guarded by this

  Held(
      Leases leases,
      String member,
      Clock clock,
      long leaseNanos,
      int partition,
      Stored taken,
      long since) {
    this.leases = leases;
    this.member = member;
    this.clock = clock;
    this.leaseNanos = leaseNanos;
    this.partition = partition;
    this.version = taken.version();
    this.lease = taken.lease();
    this.validUntil = since + leaseNanos;
    this.handed = taken.lease().position();
  }

  int partition() {
    return partition;
  }

  Lease lease() {
    return lease;
  }

  boolean lost() {
    return lost;
  }

  /** Whether nobody else can have it now. */
  boolean valid() {
    return !lost && validUntil - clock.nanoTime() > 0;
  }

  /** Whether records may be handed out: not if another member waits for it. */
  boolean readable() {
    return valid() && lease.wanted() == null && !leaving;
  }

  long validUntil() {
    return validUntil;
  }

  /**
   * From where to read on.
   *
   * @param epoch changes when the place was moved by hand
   * @param after the position after which to read
   */
  record Place(int epoch, long after) {}

  synchronized Place place() {
    return new Place(epoch, handed);
  }

  /** Hands out a record that was read at a place of this epoch; false if it must not be. */
  synchronized boolean hand(int readIn, long position) {
    if (readIn != epoch || position <= handed || !readable()) {
      return false;
    }
    handed = position;
    return true;
  }

  private synchronized long handed() {
    return handed;
  }

  private synchronized void restart(long position) {
    handed = position;
    epoch++;
  }

  /** Proves that the member lives; false if the partition is lost. */
  boolean renew() {
    return change(Lease::renewed);
  }

  /**
   * Commits up to and with a position; false if that is not this member's to commit. Where it is
   * lost only now, what is stored decides: the answer to this commit, or to one before it, may have
   * been lost before another member took over, and goes on from there.
   */
  boolean commit(long position) {
    lock.lock();
    try {
      while (!lost) {
        if (position > handed()) {
          return false; // handed out before it was lost, or before the place was moved
        }
        if (position <= lease.position() || swap(lease.committed(position))) {
          return true;
        }
      }
      return position <= handed() && position <= passedOnAt();
    } finally {
      lock.unlock();
    }
  }

  /** Where a successor went on from, unless the place was moved by hand meanwhile. */
  private long passedOnAt() {
    Lease next = successor;
    return next == null || next.resets() != lease.resets() ? Lease.NOTHING : next.position();
  }

  /** Hands it over if somebody waits for it and all that was handed out is committed. */
  void concede() {
    if (lease.wanted() == null || lost) {
      return;
    }
    lock.lock();
    try {
      while (!lost && lease.wanted() != null && handed() <= lease.position()) {
        lost = swap(lease.handedOver()) || lost;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives it up at once. */
  void leave() {
    leaving = true;
    if (change(Lease::handedOver)) {
      lost = true;
    }
  }

  private boolean change(UnaryOperator<Lease> change) {
    lock.lock();
    try {
      while (!lost) {
        if (swap(change.apply(lease))) {
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Replaces the lease; if somebody else changed it meanwhile, learns what it is now. */
  private boolean swap(Lease next) {
    long since = clock.nanoTime();
    Optional<Version> replaced = leases.replace(partition, version, next);
    if (replaced.isPresent()) {
      version = replaced.get();
      lease = next;
      validUntil = since + leaseNanos;
      return true;
    }
    learn();
    return false;
  }

  private void learn() {
    Optional<Stored> now = leases.read(partition);
    if (now.isEmpty() || !now.get().lease().ownedBy(member)) {
      successor = now.map(Stored::lease).orElse(null);
      lost = true;
      return;
    }
    if (now.get().lease().resets() != lease.resets()) {
      restart(now.get().lease().position());
    }
    lease = now.get().lease();
    version = now.get().version();
  }
}
