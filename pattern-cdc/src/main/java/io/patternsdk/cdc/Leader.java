package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the lease, captures for as long as it holds, and waits again, on a thread of its own.
 */
final class Leader {
  private static final System.Logger LOG = System.getLogger(Cdc.class.getName());

  private final PatternContext context;
  private final CdcSettings settings;
  private final Clock clock;
  private final ChangeFeeds feeds;
  private final State state;
  private final Keys keys;
  private final Lease lease;
  private final Control control;
  private final Map<String, Counts> counts;
  private final Governor governor;
  private volatile boolean stopping;
  private volatile Role role = Role.STANDBY;
  private volatile @Nullable Capture capture;
  private volatile @Nullable Thread thread;

  Leader(
      PatternContext context,
      CdcSettings settings,
      ChangeFeeds feeds,
      State state,
      Control control,
      Map<String, Counts> counts) {
    this.context = context;
    this.settings = settings;
    this.clock = context.clock();
    this.feeds = feeds;
    this.state = state;
    this.keys = new Keys(settings.feed());
    this.lease = new Lease(state, keys.leader(), clock, settings.lease());
    this.control = control;
    this.counts = counts;
    this.governor =
        new Governor(
            feeds,
            settings.feed(),
            settings.retained(),
            clock,
            () -> Optional.ofNullable(capture).flatMap(Capture::confirmed),
            this::giveUp);
  }

  /** Begins; once. */
  void start() {
    if (stopping || thread != null) {
      throw new IllegalStateException("it was started or shut down before");
    }
    thread = Thread.ofPlatform().daemon().name("cdc-" + settings.feed()).start(this::run);
  }

  private void run() {
    try {
      while (!stopping) {
        lease.acquire();
        lead();
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "interrupted", e);
    } catch (RuntimeException | Error e) {
      if (!stopping) {
        context.fail(e);
      }
    } finally {
      role = Role.STOPPED;
    }
  }

  /** Ends the capturing from beside it, which may wait for a destination. */
  private void giveUp(RuntimeException why) {
    stopping = true;
    context.fail(why);
  }

  /** Captures until it stops or another leads. */
  private void lead() throws InterruptedException {
    List<Delivery> deliveries = new ArrayList<>();
    Term term = new Term(lease);
    Thread renewing = Thread.ofVirtual().name("cdc-lease").start(this::renew);
    Thread watching =
        Thread.ofVirtual().name("cdc-governor").start(() -> governor.run(term::isHeld));
    try {
      for (FilledSlot member : context.members(CdcProvider.DESTINATION)) {
        deliveries.add(delivery(member, term));
      }
      Capture capturing =
          new Capture(
              feeds,
              settings,
              clock,
              control,
              new SnapshotPlan.Kept(state, keys.snapshot()),
              deliveries,
              () -> !stopping,
              term);
      capture = capturing;
      capturing.run(now -> role = now);
      if (!stopping) {
        LOG.log(
            System.Logger.Level.WARNING,
            "capturing begins anew: another leads, or the lease could not be renewed for "
                + settings.lease());
      }
    } catch (OperationException e) {
      if (term.isHeld() && !Delivery.isPassing(e)) {
        throw e;
      }
      LOG.log(System.Logger.Level.WARNING, "capturing begins anew: " + e.getMessage());
      if (!stopping) {
        clock.sleep(lease.interval());
      }
    } finally {
      role = Role.STANDBY;
      renewing.interrupt();
      watching.interrupt();
      renewing.join();
      watching.join();
      deliveries.forEach(Delivery::close);
      release();
    }
  }

  private Delivery delivery(FilledSlot member, Term term) {
    String name = CdcProvider.destination(member);
    String source = context.slot(CdcProvider.SOURCE).driver();
    Destination destination =
        Destinations.of(member, settings.route(name).deliver(), settings.transactions())
            .at(new Destinations.Site(name, source, settings, state, keys.destination(name)));
    Counts of = Objects.requireNonNull(counts.get(name));
    of.begin();
    Parked parked = new Parked(state, keys.parked(name), clock);
    Outlet outlet = new Outlet(destination, parked, settings, of);
    return new Delivery(name, outlet, settings, of, clock, term::isHeld);
  }

  private void renew() {
    try {
      while (true) {
        clock.sleep(lease.interval());
        try {
          if (!lease.renew()) {
            return;
          }
          control.look();
        } catch (OperationException e) {
          LOG.log(System.Logger.Level.WARNING, "the lease was not renewed: " + e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "the lease is not renewed any more", e);
    }
  }

  private void release() {
    try {
      lease.release();
    } catch (OperationException e) {
      LOG.log(System.Logger.Level.WARNING, "the lease ends by itself: " + e.getMessage());
    }
  }

  /** Ends it; what was read is delivered, until the deadline at most. */
  void stop(Deadline deadline) {
    stopping = true;
    Thread running = thread;
    if (running == null) {
      return;
    }
    try {
      if (role == Role.STANDBY) {
        running.interrupt();
      }
      if (!running.join(deadline.remaining())) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  Role role() {
    return role;
  }

  Governor governor() {
    return governor;
  }

  /** Returns what captures or did last; empty if this process has never led. */
  Optional<Capture> capture() {
    return Optional.ofNullable(capture);
  }

  /** Returns the way to a destination; empty if another process leads, or none. */
  Optional<Delivery> leading(String destination) {
    return role == Role.STANDBY || role == Role.STOPPED
        ? Optional.empty()
        : capture().flatMap(capturing -> capturing.delivery(destination));
  }
}
