package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.stream.coordination.Leases.Stored;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what one member has, and sees to its share. {@link #beat} is called again and again; what
 * one call could not do the next one does. Thread-safe.
 */
final class Membership {
  private static final Logger LOG = System.getLogger(Membership.class.getName());

  private final ReentrantLock lock = new ReentrantLock(); // one beat at a time
  private final Assignment assignment = new Assignment();
  private final Map<Integer, Watched> watched = new TreeMap<>(); // guarded by lock
  private final Leases leases;
  private final String id;
  private final Clock clock;
  private final long leaseNanos;
  private volatile Runnable changed = () -> {};
  private boolean left; // guarded by lock

  Membership(Leases leases, String id, Clock clock, Duration lease) {
    this.leases = leases;
    this.id = id;
    this.clock = clock;
    this.leaseNanos = lease.toNanos();
  }

  Assignment assignment() {
    return assignment;
  }

  void onChange(Runnable action) {
    changed = action;
  }

  /**
   * Renews what is held, looks at what others have, takes what is free, asks for what is missing.
   *
   * @throws OperationException the first failure; what did not fail was done
   */
  void beat() {
    lock.lock();
    try {
      if (!left) {
        round(new Failures());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Beats now; what fails is done with the next beat. */
  void look() {
    quietly(this::beat);
  }

  private void round(Failures failures) {
    long since = clock.nanoTime();
    List<Held> held = new ArrayList<>(assignment.all());
    held.sort(Comparator.comparingLong(one -> one.validUntil() - since)); // the most urgent first
    for (Held one : held) {
      failures.run(() -> renew(one));
    }
    refresh();
    Map<Integer, Balance.View> views = new TreeMap<>();
    for (int partition = 0; partition < leases.partitions(); partition++) {
      int at = partition;
      failures.run(() -> look(at).ifPresent(view -> views.put(at, view)));
    }
    if (views.size() == leases.partitions()) {
      balance(views.values(), failures);
    }
    refresh();
    failures.rethrow();
  }

  private static void renew(Held held) {
    held.renew();
    held.concede();
  }

  private Optional<Balance.View> look(int partition) {
    Optional<Held> held = assignment.get(partition);
    if (held.isPresent()) {
      return Optional.of(new Balance.View(partition, held.get().lease(), false, false));
    }
    long now = clock.nanoTime();
    Optional<Stored> stored = leases.read(partition);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Lease lease = stored.get().lease();
    if (lease.ownedBy(id)) { // handed over to it, or the answer to its taking was lost
      replace(partition, stored.get(), lease.renewed());
      return Optional.of(new Balance.View(partition, lease, false, false));
    }
    Watched watch = watched.computeIfAbsent(partition, p -> new Watched(id, lease, now));
    watch.see(lease, now);
    return Optional.of(watch.view(partition, now, leaseNanos));
  }

  private void balance(Collection<Balance.View> views, Failures failures) {
    Balance balance = Balance.of(id, views);
    balance.take().forEach(partition -> failures.run(() -> take(partition)));
    balance.want().forEach(partition -> failures.run(() -> want(partition)));
  }

  private void take(int partition) {
    Optional<Stored> stored = leases.read(partition);
    Watched watch = watched.get(partition);
    if (stored.isPresent() && watch != null) {
      watch.see(stored.get().lease(), clock.nanoTime());
      Balance.View view = watch.view(partition, clock.nanoTime(), leaseNanos);
      if (view.free() || view.due()) {
        replace(partition, stored.get(), stored.get().lease().takenBy(id));
      }
    }
  }

  private void replace(int partition, Stored stored, Lease lease) {
    long since = clock.nanoTime();
    Optional<Version> version = leases.replace(partition, stored.version(), lease);
    if (version.isPresent()) {
      watched.remove(partition);
      Stored taken = new Stored(lease, version.get());
      assignment.add(new Held(leases, id, clock, leaseNanos, partition, taken, since));
    }
  }

  private void want(int partition) {
    Optional<Stored> stored = leases.read(partition);
    if (stored.isPresent() && wantable(stored.get().lease())) {
      Lease lease = stored.get().lease().wantedBy(id);
      var unused = leases.replace(partition, stored.get().version(), lease);
    }
  }

  private boolean wantable(Lease lease) {
    return lease.owner() != null && !lease.ownedBy(id) && lease.wanted() == null;
  }

  /** Hands over what others wait for, of partitions of which something was committed. */
  void settle(Collection<Integer> partitions) {
    for (int partition : partitions) {
      assignment.get(partition).ifPresent(held -> quietly(held::concede));
    }
    refresh();
  }

  private void refresh() {
    if (assignment.refresh()) {
      changed.run();
    }
  }

  /** Gives up all, at once; what fails is free when its lease time has passed. */
  void leave() {
    lock.lock();
    try {
      left = true;
      assignment.all().forEach(held -> quietly(held::leave));
      List<Integer> others = List.copyOf(watched.keySet());
      others.forEach(partition -> quietly(() -> unwant(partition)));
      refresh();
    } finally {
      lock.unlock();
    }
  }

  /** Takes back that it wants a partition, and gives up one that it was handed meanwhile. */
  private void unwant(int partition) {
    Optional<Stored> stored = leases.read(partition);
    if (stored.isPresent()) {
      Lease lease = stored.get().lease();
      if (lease.ownedBy(id)) {
        var unused = leases.replace(partition, stored.get().version(), lease.handedOver());
      } else if (id.equals(lease.wanted())) {
        var unused = leases.replace(partition, stored.get().version(), lease.noLongerWanted());
      }
    }
  }

  private void quietly(Runnable action) {
    try {
      action.run();
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, () -> "a partition of " + leases.stream() + " moves later", e);
    }
  }

  /** Goes on after a failure, and keeps the first. */
  private static final class Failures {
    private @Nullable OperationException first;

    void run(Runnable action) {
      try {
        action.run();
      } catch (OperationException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }

    void rethrow() {
      if (first != null) {
        throw first;
      }
    }
  }
}
