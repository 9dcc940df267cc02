package io.patternsdk.examples.leader;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.examples.leader.LeaderProvider.LeaderSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leads as long as it holds the lease, which it renews three times in its length. Whoever leads
 * stops leading by its own clock before the lease runs out by the backend's, so two never lead at
 * once as long as their clocks run at the same speed.
 */
public final class Leader implements Pattern {
  private static final Logger LOG = System.getLogger(Leader.class.getName());
  private static final String KEY = "lease";

  private final KeyValueCas cas;
  private final KeyValueCasTtl casTtl;
  private final Clock clock;
  private final byte[] name;
  private final Duration lease;
  private volatile Deadline leadsUntil;
  private volatile boolean stopping;
  private @Nullable Version held;
  private @Nullable Thread loop;

  Leader(FilledSlot slot, Clock clock, LeaderSettings settings) {
    this.cas = slot.require(KEYVALUE_CAS);
    this.casTtl = slot.require(KEYVALUE_CAS_TTL);
    this.clock = clock;
    this.name = (settings.name() + " " + UUID.randomUUID()).getBytes(UTF_8);
    this.lease = settings.lease();
    this.leadsUntil = Deadline.after(Duration.ZERO, clock);
  }

  /** Starts making one inside a program, without a runner. */
  public static LeaderBuilder builder() {
    return new LeaderBuilder();
  }

  /** Tells whether this process leads now. */
  public boolean leads() {
    return !leadsUntil.passed();
  }

  @Override
  public void start() {
    if (loop != null || stopping) {
      throw new IllegalStateException("started or shut down before");
    }
    loop = Thread.ofVirtual().name("leader").start(this::run);
  }

  private void run() {
    while (!stopping) {
      try {
        tryToLead();
      } catch (OperationException e) {
        held = null; // it may or may not be ours: the next round finds out
        LOG.log(Level.WARNING, "the lease was neither taken nor renewed: " + e.getMessage());
      }
      try {
        clock.sleep(lease.dividedBy(3));
      } catch (InterruptedException e) {
        return; // shut down
      }
    }
  }

  private void tryToLead() {
    Deadline until = Deadline.after(lease, clock);
    Optional<Version> won =
        held == null
            ? casTtl.setIfAbsent(KEY, name, lease)
            : casTtl.compareAndSet(KEY, held, name, lease);
    held = won.orElse(null);
    if (won.isPresent()) {
      leadsUntil = until;
    }
  }

  @Override
  public void shutdown(Deadline deadline) {
    stopping = true;
    if (loop == null) {
      return;
    }
    loop.interrupt();
    try {
      loop.join(deadline.atMost(lease));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leadsUntil = Deadline.after(Duration.ZERO, clock);
    if (held != null) {
      cas.compareAndDelete(KEY, held);
      held = null;
    }
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
