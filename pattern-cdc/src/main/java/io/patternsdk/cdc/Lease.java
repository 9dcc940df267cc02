package io.patternsdk.cdc;

import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.Version;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Who leads. The record has an owner, an epoch that grows with each leader, and a counter that the
 * owner raises; who has seen it stand still for the length of the lease, by its own clock, takes
 * over. So no two clocks have to agree.
 */
final class Lease {
  private static final Logger LOG = System.getLogger(Lease.class.getName());
  private static final int RENEWALS = 3;

  private final State state;
  private final String key;
  private final Clock clock;
  private final Duration length;
  private final String owner = UUID.randomUUID().toString();
  private final AtomicReference<Held> held = new AtomicReference<>(Held.NOTHING);

  Lease(State state, String key, Clock clock, Duration length) {
    this.state = state;
    this.key = key;
    this.clock = clock;
    this.length = length;
  }

  /** What is held, and since when that is sure. */
  private record Held(Optional<Version> version, long epoch, long counter, long since) {
    static final Held NOTHING = new Held(Optional.empty(), 0, 0, 0);
  }

  /** How long to wait between two renewals, or two looks at another's. */
  Duration interval() {
    return length.dividedBy(RENEWALS);
  }

  /**
   * Waits until this one leads. That the store is away is said once, and waited for.
   *
   * @throws OperationException what waiting does not mend, such as a record that is none of ours
   */
  void acquire() throws InterruptedException {
    Optional<State.Kept> seen = Optional.empty();
    long unchanged = clock.nanoTime();
    boolean blind = false;
    while (true) {
      long before = clock.nanoTime();
      try {
        Optional<State.Kept> kept = state.find(key);
        if (seen.map(State.Kept::version).equals(kept.map(State.Kept::version))) {
          boolean still = before - unchanged >= length.toNanos();
          if ((kept.isEmpty() || still) && take(kept, before)) {
            return;
          }
        } else {
          unchanged = before;
          seen = kept;
        }
        boolean free = kept.map(k -> k.json().string("owner").isEmpty()).orElse(true);
        if (free && take(kept, before)) {
          return;
        }
        if (blind) {
          LOG.log(Level.INFO, "it can be seen again who leads");
        }
        blind = false;
      } catch (OperationException e) {
        if (!Delivery.isPassing(e)) {
          throw e;
        }
        if (!blind) {
          LOG.log(Level.WARNING, "it cannot be seen who leads, nor taken over: " + e.getMessage());
        }
        blind = true;
        unchanged = clock.nanoTime(); // nothing was seen meanwhile
      }
      clock.sleep(interval());
    }
  }

  private boolean take(Optional<State.Kept> kept, long since) {
    long epoch = 1 + kept.map(k -> k.json().number("epoch").toLong()).orElse(0L);
    return put(kept.map(State.Kept::version), owner, epoch, 0, since);
  }

  private boolean put(
      Optional<Version> expected, String who, long epoch, long counter, long since) {
    JsonObject json =
        JsonObject.builder()
            .put("form", 1)
            .put("owner", who)
            .put("epoch", epoch)
            .put("counter", counter)
            .build();
    Optional<Version> version = state.replace(key, expected.orElse(null), json);
    held.set(version.isEmpty() ? Held.NOTHING : new Held(version, epoch, counter, since));
    return version.isPresent();
  }

  /** Renews it; false if another leads. An attempt that fails leaves it as it is. */
  boolean renew() {
    Held now = held.get();
    if (now.version.isEmpty()) {
      return false;
    }
    long before = clock.nanoTime();
    return put(now.version, owner, now.epoch, now.counter + 1, before);
  }

  /** Tells whether nobody else can lead: it was renewed less than its length ago. */
  boolean isHeld() {
    Held now = held.get();
    return now.version.isPresent() && clock.nanoTime() - now.since < length.toNanos();
  }

  /** Returns which of the leaders this is. */
  long epoch() {
    return held.get().epoch;
  }

  /** Gives it to whoever comes first. */
  void release() {
    Held now = held.get();
    if (now.version.isPresent()) {
      boolean unused = put(now.version, "", now.epoch, now.counter + 1, now.since);
      held.set(Held.NOTHING);
    }
  }
}
