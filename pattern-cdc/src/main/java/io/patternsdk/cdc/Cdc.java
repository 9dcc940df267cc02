package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;

import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.cdc.CdcStatus.TableStatus;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Captures the changes of some tables and delivers them to all destinations, in order. Of several
 * processes with the same state and feed one does, and another takes over when it is not heard of.
 * What was delivered to a table is there once; to a stream it may come again, after a crash or a
 * lost answer, in the same order.
 */
public final class Cdc implements Pattern {
  private static final System.Logger LOG = System.getLogger(Cdc.class.getName());

  private final PatternContext context;
  private final CdcSettings settings;
  private final Clock clock;
  private final ChangeFeeds feeds;
  private final State state;
  private final Lease lease;
  private final Map<String, Counts> counts = new LinkedHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean stopping;
  private volatile Role role = Role.STANDBY;
  private volatile @Nullable Capture capture;
  private volatile @Nullable Thread thread;

  Cdc(PatternContext context, CdcSettings settings) {
    this.context = context;
    this.settings = settings;
    this.clock = context.clock();
    this.feeds = context.slot(CdcProvider.SOURCE).require(CHANGEFEED_BASIC);
    this.state = new State(context.slot(CdcProvider.STATE).require(KEYVALUE_CAS));
    this.lease = new Lease(state, "cdc/" + settings.feed() + "/leader", clock, settings.lease());
    context.members(CdcProvider.DESTINATION).forEach(m -> counts.put(m.name(), new Counts()));
  }

  /** Begins to build one for a program that uses it as a library. */
  public static CdcBuilder builder() {
    return new CdcBuilder();
  }

  @Override
  public void start() {
    if (stopping || !started.compareAndSet(false, true)) {
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

  /** Captures until it stops or another leads. */
  private void lead() throws InterruptedException {
    List<Delivery> deliveries = new ArrayList<>();
    Term term = new Term(lease);
    Thread renewing = Thread.ofVirtual().name("cdc-lease").start(this::renew);
    try {
      for (FilledSlot member : context.members(CdcProvider.DESTINATION)) {
        deliveries.add(delivery(member, term));
      }
      Capture capturing = new Capture(feeds, settings, deliveries, () -> !stopping, term);
      capture = capturing;
      capturing.run(now -> role = now);
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
      renewing.join();
      deliveries.forEach(Delivery::close);
      release();
    }
  }

  private Delivery delivery(FilledSlot member, Term term) {
    String source = context.slot(CdcProvider.SOURCE).driver();
    Destination destination =
        member
            .require(Destinations.CHOICE)
            .at(new Destinations.Site(member.name(), source, settings, state));
    Counts of = counts.get(member.name());
    if (of == null) {
      throw new BackendException(ErrorKind.INVALID_ARGUMENT, member.name() + " is not known");
    }
    of.begin();
    return new Delivery(member.name(), destination, settings, of, clock, term::isHeld);
  }

  private void renew() {
    try {
      while (true) {
        clock.sleep(lease.interval());
        try {
          if (!lease.renew()) {
            return;
          }
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

  @Override
  public void shutdown(Deadline deadline) {
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
    LOG.log(System.Logger.Level.INFO, account());
  }

  /** What became of every change since the start, by destination. */
  private String account() {
    return counts.entrySet().stream()
        .map(
            entry -> {
              Counts.Count all = entry.getValue().all();
              return entry.getKey()
                  + ": processed "
                  + all.processed()
                  + ", delivered "
                  + all.delivered()
                  + ", filtered "
                  + all.filtered()
                  + ", left "
                  + all.left();
            })
        .collect(Collectors.joining("; "));
  }

  @Override
  public Health health(Deadline deadline) {
    Capture capturing = capture;
    List<String> troubles = capturing == null ? List.of() : capturing.troubles();
    return troubles.isEmpty() ? Health.up() : Health.degraded(String.join("; ", troubles));
  }

  @Override
  public Unfinished unfinished() {
    return Unfinished.inFlight(counts.values().stream().mapToLong(c -> c.all().left()).sum());
  }

  /** Returns how it is going; calls no backend. */
  public CdcStatus status() {
    Capture capturing = capture;
    List<DestinationStatus> destinations = new ArrayList<>();
    counts.forEach(
        (name, of) ->
            destinations.add(
                new DestinationStatus(
                    name,
                    capturing == null ? Optional.empty() : capturing.delivered(name),
                    capturing == null ? Optional.empty() : capturing.trouble(name),
                    tables(of))));
    return new CdcStatus(
        role,
        capturing == null ? Optional.empty() : capturing.read(),
        capturing == null ? Optional.empty() : capturing.confirmed(),
        List.copyOf(destinations));
  }

  private static Map<TableName, TableStatus> tables(Counts of) {
    Map<TableName, TableStatus> tables = new TreeMap<>();
    of.byTable()
        .forEach(
            (table, count) ->
                tables.put(
                    table,
                    new TableStatus(count.processed(), count.filtered(), count.delivered())));
    return tables;
  }
}
