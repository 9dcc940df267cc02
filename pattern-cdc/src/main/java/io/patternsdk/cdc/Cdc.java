package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;

import io.patternsdk.cdc.CdcStatus.Cause;
import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.cdc.CdcStatus.Lag;
import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.cdc.CdcStatus.TableStatus;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.core.table.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  private final Control control;
  private final Map<String, Counts> counts = new LinkedHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean stopping;
  private volatile Role role = Role.STANDBY;
  private final Governor governor;
  private volatile @Nullable Capture capture;
  private volatile @Nullable Thread thread;

  Cdc(PatternContext context, CdcSettings settings) {
    this.context = context;
    this.settings = settings;
    this.clock = context.clock();
    this.feeds = context.slot(CdcProvider.SOURCE).require(CHANGEFEED_BASIC);
    FilledSlot kept = context.slot(CdcProvider.STATE);
    this.state = new State(kept.require(KEYVALUE_BASIC), kept.require(KEYVALUE_CAS));
    this.lease = new Lease(state, key("leader"), clock, settings.lease());
    this.control = new Control(state, key("control"));
    this.governor =
        new Governor(
            feeds,
            settings.feed(),
            settings.retained(),
            clock,
            () -> Optional.ofNullable(capture).flatMap(Capture::confirmed),
            this::giveUp);
    for (FilledSlot member : context.members(CdcProvider.DESTINATION)) {
      if (counts.put(CdcProvider.destination(member), new Counts()) != null) {
        throw new IllegalStateException(
            "two destinations are called " + CdcProvider.destination(member));
      }
    }
    CdcMeters.publish(context.meters(), this, counts, settings.tables());
  }

  private String key(String name) {
    return "cdc/" + settings.feed() + "/" + name;
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
          new Capture(feeds, settings, clock, control, deliveries, () -> !stopping, term);
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
        Destinations.of(member, settings.route(name).deliver())
            .at(new Destinations.Site(name, source, settings, state, destinationKey(name)));
    Counts of = Objects.requireNonNull(counts.get(name));
    of.begin();
    Parked parked = new Parked(state, parkedKey(name), clock);
    Outlet outlet = new Outlet(destination, parked, settings, of);
    return new Delivery(name, outlet, settings, of, clock, term::isHeld);
  }

  private String destinationKey(String name) {
    return key("destination/" + name);
  }

  private String parkedKey(String destination) {
    return destinationKey(destination) + "/parked";
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
  }

  @Override
  public String account() {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().all())
        .collect(Collectors.joining("; "));
  }

  @Override
  public Health health(Deadline deadline) {
    List<String> worries = new ArrayList<>();
    for (DestinationStatus each : status().destinations()) {
      each.trouble().ifPresent(trouble -> worries.add(each.name() + ": " + trouble));
      if (each.counts().parked() > 0) {
        worries.add(each.name() + ": " + each.counts().parked() + " changes are parked");
      }
    }
    governor.worry().ifPresent(worries::add);
    if (control.wish().paused()) {
      worries.add("it is paused");
    }
    return worries.isEmpty() ? Health.up() : Health.degraded(String.join("; ", worries));
  }

  @Override
  public Unfinished unfinished() {
    Counts.Count all =
        counts.values().stream().map(Counts::all).reduce(Counts.Count.NONE, Counts.Count::plus);
    return Unfinished.inFlight(all.left());
  }

  /**
   * Reads nothing more until {@link #resume}, in whichever process leads, within a third of the
   * lease; also after a restart. What was read is delivered.
   */
  public void pause() {
    control.pause(true);
  }

  /** Goes on after {@link #pause}. */
  public void resume() {
    control.pause(false);
  }

  /**
   * Wants all rows of some tables delivered once more, in whichever process leads, in their place
   * among the changes; a later wish replaces one that has not ended.
   *
   * @param tables of which; none for all
   * @throws BackendException INVALID_ARGUMENT if one of them is not captured
   */
  public void snapshot(Set<TableName> tables) {
    if (!settings.tables().containsAll(tables)) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, tables + " are not all captured: " + settings.tables());
    }
    control.snapshot(tables.isEmpty() ? settings.tables() : tables);
  }

  /**
   * Returns the rows of which changes are parked for a destination, in the order of the first of
   * them.
   *
   * @throws BackendException NOT_FOUND if there is no such destination
   */
  public List<ParkedKey> parked(String destination) {
    check(destination);
    Map<RowKey, ParkedKey> keys = new LinkedHashMap<>();
    for (Parked.Entry entry : Parked.look(state, parkedKey(destination))) {
      for (RowKey row : entry.keys()) {
        keys.merge(
            row,
            new ParkedKey(
                row.table(), row.text(), 1, entry.position(), entry.reason(), entry.since()),
            (first, more) ->
                new ParkedKey(
                    first.table(),
                    first.key(),
                    first.changes() + 1,
                    first.position(),
                    first.reason(),
                    first.since()));
      }
    }
    return List.copyOf(keys.values());
  }

  /**
   * Delivers the parked changes of every row to a destination, in their order, as far as it takes
   * them now. Returns how many it took.
   *
   * @throws BackendException NOT_FOUND if there is no such destination, CONFLICT if this process
   *     does not lead
   */
  public int retry(String destination) {
    return delivery(destination).between(outlet -> outlet.retry(Optional.empty()));
  }

  /**
   * As {@link #retry(String)}, for one row.
   *
   * @param key the columns of its key as {@link ParkedKey#key} has them
   */
  public int retry(String destination, TableName table, String key) {
    RowKey row = new RowKey(table, key);
    return delivery(destination).between(outlet -> outlet.retry(Optional.of(row)));
  }

  /**
   * Drops the first change that is parked of a row, for ever; those behind it stay until they are
   * retried. Returns its position; empty if none is parked.
   *
   * @param key the columns of its key as {@link ParkedKey#key} has them
   * @throws BackendException as for {@link #retry(String)}
   */
  public Optional<FeedPosition> skip(String destination, TableName table, String key) {
    return delivery(destination).between(outlet -> outlet.skip(new RowKey(table, key)));
  }

  private void check(String destination) {
    if (!counts.containsKey(destination)) {
      throw new BackendException(
          ErrorKind.NOT_FOUND, "there is no destination " + destination + ": " + counts.keySet());
    }
  }

  private Delivery delivery(String destination) {
    check(destination);
    Capture capturing = capture;
    if (capturing == null || role == Role.STANDBY || role == Role.STOPPED) {
      throw new BackendException(ErrorKind.CONFLICT, "another process leads, or none yet");
    }
    return capturing.delivery(destination).orElseThrow();
  }

  /** Returns how it is going; calls no backend. */
  public CdcStatus status() {
    Optional<Capture> capturing = Optional.ofNullable(capture);
    List<DestinationStatus> destinations = new ArrayList<>();
    counts.forEach((name, of) -> destinations.add(destination(name, of, capturing)));
    return new CdcStatus(
        role,
        control.wish().paused(),
        capturing.flatMap(Capture::read),
        capturing.flatMap(Capture::confirmed),
        capturing.flatMap(Capture::progress),
        governor.status(),
        List.copyOf(destinations));
  }

  private DestinationStatus destination(String name, Counts of, Optional<Capture> capturing) {
    Optional<Delivery> delivery = capturing.flatMap(capture -> capture.delivery(name));
    Counts.Count all = of.all();
    Map<TableName, TableStatus> tables = new TreeMap<>();
    of.byTable().forEach((table, count) -> tables.put(table, status(count)));
    Lag lag =
        delivery
            .map(
                way ->
                    Lags.of(
                        all,
                        way,
                        capturing.flatMap(Capture::behindSince),
                        control.wish().paused(),
                        clock.now()))
            .orElse(new Lag(0, Duration.ZERO, Cause.NONE));
    return new DestinationStatus(
        name,
        delivery.flatMap(Delivery::delivered),
        delivery.flatMap(Delivery::trouble),
        lag,
        status(all),
        tables);
  }

  private static TableStatus status(Counts.Count count) {
    return new TableStatus(
        count.processed(),
        count.filtered(),
        count.delivered(),
        count.parked(),
        count.skipped(),
        count.failed());
  }
}
