package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcSettings.Route;
import io.patternsdk.cdc.Outlet.Part;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination: filter, transform, deliver, each batch after the one before it. A
 * destination that is away is tried again until it is back; what it refuses for good is parked.
 */
final class Delivery implements AutoCloseable {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(5);

  private final String name;
  private final Outlet outlet;
  private final CdcSettings settings;
  private final Route route;
  private final Shaping shaping;
  private final Counts counts;
  private final Clock clock;
  private final BooleanSupplier leading;
  private final Pipeline<Batch> pipeline;
  private final AtomicLong shaped = new AtomicLong();
  private final ReentrantLock handing = new ReentrantLock();
  private volatile @Nullable Instant oldest;
  private volatile @Nullable String trouble;
  private volatile @Nullable Throwable failure;

  Delivery(
      String name,
      Outlet outlet,
      CdcSettings settings,
      Counts counts,
      Clock clock,
      BooleanSupplier leading) {
    this.name = name;
    this.outlet = outlet;
    this.settings = settings;
    this.route = settings.route(name);
    this.shaping = new Shaping(settings.shapes(), settings.hash(), outlet.tellsMessages());
    this.counts = counts;
    this.clock = clock;
    this.leading = leading;
    this.pipeline =
        Pipeline.<Batch>named("cdc-" + name)
            .clock(clock)
            .map("filter", batch -> noting(batch, this::filtered))
            .map("transform", batch -> noting(batch, this::transformed))
            .buffer(settings.buffer())
            .into("deliver", this::deliver);
  }

  /** Remembers what ends the way, for whoever reads and has nothing to hand over. */
  private Batch noting(Batch batch, UnaryOperator<Batch> step) {
    try {
      return step.apply(batch);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /** Throws what has ended the way; does nothing while it goes on. */
  void check() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  /** What goes the way together. */
  sealed interface Batch {}

  /** Changes, and how far they lead; where that is not said, they are a part of a snapshot. */
  record Changes(List<Item> items, Optional<FeedPosition> through, int taken) implements Batch {}

  /** The beginning of a snapshot of everything. */
  record Begin() implements Batch {}

  /** The end of a snapshot. */
  record Complete(Set<TableName> tables, FeedPosition start, FeedPosition through)
      implements Batch {}

  /** What is to be done when everything before it is delivered. */
  record Mark(Runnable then) implements Batch {}

  private Batch filtered(Batch batch) {
    if (!(batch instanceof Changes changes)) {
      return batch;
    }
    List<Item> wanted = new ArrayList<>(changes.items.size());
    for (Item item : changes.items) {
      if (isWanted(item.change())) {
        wanted.add(item);
      } else {
        counts.filtered(item.source());
      }
    }
    return new Changes(wanted, changes.through, changes.taken);
  }

  private boolean isWanted(Change change) {
    if (!route.tables().contains(change.schema().name()) || !isTold(change)) {
      return false;
    }
    var document = Operations.document(change);
    return settings.filter().matches(document) && route.filter().matches(document);
  }

  private boolean isTold(Change change) {
    boolean asMessage =
        !outlet.tellsMessages() || settings.flatten().map(flat -> flat.tells(change)).orElse(true);
    return asMessage && shaping.tells(change);
  }

  private Batch transformed(Batch batch) {
    if (!(batch instanceof Changes changes)) {
      return batch;
    }
    List<Item> ready = new ArrayList<>(changes.items.size());
    for (Item item : changes.items) {
      Item fitting = item.shaped(shaping.apply(item.change()));
      stepped(fitting).ifPresentOrElse(ready::add, () -> counts.filtered(item.source()));
    }
    shaped.addAndGet(-changes.taken);
    return new Changes(ready, changes.through, changes.taken);
  }

  private Optional<Item> stepped(Item item) {
    try {
      return settings.step().apply(item.change()).map(item::stepped);
    } catch (RuntimeException e) {
      if (settings.parkedLimit() == 0) {
        throw e;
      }
      return Optional.of(item.refused(e.toString()));
    }
  }

  private void deliver(Batch batch) throws InterruptedException {
    Deque<Part> parts = new ArrayDeque<>();
    if (batch instanceof Changes changes) {
      parts.add(new Part(changes.items, changes.through));
      changes.items.stream().findFirst().ifPresent(i -> oldest = i.change().committed());
    }
    try {
      deliver(batch, parts);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  private void deliver(Batch batch, Deque<Part> parts) throws InterruptedException {
    Duration pause = LEAST_PAUSE;
    while (true) {
      if (!leading.getAsBoolean()) {
        throw new BackendException(ErrorKind.CONFLICT, "another may lead");
      }
      try {
        handOver(batch, parts);
        trouble = null;
        oldest = null;
        return;
      } catch (Outlet.Full e) {
        trouble = e.getMessage();
      } catch (OperationException e) {
        if (!isPassing(e)) {
          throw e;
        }
        trouble = e.getMessage();
      }
      clock.sleep(pause);
      pause = pause.multipliedBy(2).compareTo(MOST_PAUSE) < 0 ? pause.multipliedBy(2) : MOST_PAUSE;
    }
  }

  private void handOver(Batch batch, Deque<Part> parts) {
    handing.lock();
    try {
      switch (batch) {
        case Begin begin -> outlet.begin();
        case Changes changes -> outlet.deliver(parts);
        case Complete complete ->
            outlet.complete(complete.tables, complete.start, complete.through);
        case Mark mark -> mark.then.run();
      }
    } finally {
      handing.unlock();
    }
  }

  /** Tells whether doing it again may help: the destination is away, and not the change wrong. */
  static boolean isPassing(OperationException e) {
    return !(e instanceof BackendException failure)
        || switch (failure.kind()) {
          case UNAVAILABLE, TIMED_OUT, RATE_LIMITED, ABORTED -> true;
          default -> false;
        };
  }

  /** Returns the name of the destination. */
  String name() {
    return name;
  }

  /** Lets nobody with a lesser epoch deliver; returns how far it has come. */
  Optional<FeedPosition> lead(long epoch) {
    return outlet.lead(epoch);
  }

  /** Hands over, or throws what has ended the way, not that it has ended. */
  private void submit(Batch batch) {
    try {
      pipeline.submit(batch);
    } catch (BackendException e) {
      check();
      throw e;
    }
  }

  /** Takes the beginning of a snapshot of everything. */
  void begin() {
    submit(new Begin());
  }

  /** Takes changes that the destination does not have, waiting for room. */
  void take(List<Change> changes, Optional<FeedPosition> through, Optional<FeedPosition> had) {
    List<Item> missing =
        changes.stream()
            .filter(change -> had.isEmpty() || change.position().after(had.get()))
            .map(Item::of)
            .toList();
    missing.forEach(item -> counts.processed(item.source()));
    shaped.addAndGet(missing.size());
    submit(new Changes(missing, through, missing.size()));
  }

  /** Takes the end of a snapshot of some tables. */
  void complete(Set<TableName> tables, FeedPosition start, FeedPosition through) {
    Set<TableName> names = new TreeSet<>();
    for (TableName table : tables) {
      if (route.tables().contains(table)) {
        CdcSettings.Shape shape = settings.shapes().getOrDefault(table, CdcSettings.Shape.NONE);
        names.add(shape.table().orElse(table));
      }
    }
    submit(new Complete(names, start, through));
  }

  /** Does something when all that it took is delivered. */
  void mark(Runnable then) {
    submit(new Mark(then));
  }

  /**
   * Does something between two attempts to deliver.
   *
   * @throws BackendException CONFLICT if another may lead
   */
  <T> T between(Function<Outlet, T> work) {
    handing.lock();
    try {
      if (!leading.getAsBoolean()) {
        throw new BackendException(ErrorKind.CONFLICT, "another may lead");
      }
      return work.apply(outlet);
    } finally {
      handing.unlock();
    }
  }

  /** Returns how far it is delivered; empty if nothing is. */
  Optional<FeedPosition> delivered() {
    return outlet.delivered();
  }

  /** Returns what is wrong with the destination now; empty if nothing is. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Returns how many changes are parked. */
  List<Parked.Entry> parked() {
    return outlet.entries();
  }

  /** Returns how many changes wait for the filter or a transformation. */
  long untransformed() {
    return shaped.get();
  }

  /** Returns when the first of the changes that are handed over now was committed. */
  Optional<Instant> oldest() {
    return Optional.ofNullable(oldest);
  }

  /** Waits until all that it took is delivered, until the deadline at most. */
  void drain(Deadline deadline) {
    var unused = pipeline.drain(deadline);
  }

  @Override
  public void close() {
    try {
      pipeline.close();
    } finally {
      outlet.close(); // also where an interrupt has ended the wait
    }
  }
}
