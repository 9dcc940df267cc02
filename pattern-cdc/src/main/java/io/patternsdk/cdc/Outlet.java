package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands changes to a destination. What it refuses for good is parked, and with it every later
 * change of the same row, so that each row has its changes in their order. For one thread at a
 * time, positions excepted.
 */
final class Outlet {
  private final Destination destination;
  private final Parked parked;
  private final ChangeStep step;
  private final Counts counts;
  private final int limit;
  private volatile @Nullable FeedPosition delivered;
  private volatile List<Parked.Entry> entries = List.of();

  Outlet(Destination destination, Parked parked, CdcSettings settings, Counts counts) {
    this.destination = destination;
    this.parked = parked;
    this.step = settings.step();
    this.counts = counts;
    this.limit = settings.parkedLimit();
  }

  /**
   * Changes that are handed over together.
   *
   * @param through how far they lead, where that is said
   * @param sorted whether what has to be parked is out of it
   */
  record Part(List<Item> items, Optional<FeedPosition> through, boolean sorted) {
    Part(List<Item> items, Optional<FeedPosition> through) {
      this(items, through, false);
    }

    /** How far the first of them lead. */
    private Optional<FeedPosition> through(int first) {
      return through.isEmpty() || first == items.size()
          ? through
          : Optional.of(items.get(first - 1).change().position());
    }

    private Part first(int count) {
      return new Part(items.subList(0, count), through(count));
    }

    private Part from(int count) {
      return new Part(items.subList(count, items.size()), through);
    }
  }

  /** No more can be parked until somebody makes room. */
  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Full(int limit) {
      super(limit + " changes are parked, and no more may be: retry or skip some");
    }
  }

  /** Tells whether changes become messages. */
  boolean tellsMessages() {
    return destination.tellsMessages();
  }

  /** Lets nobody with a lesser epoch deliver; returns how far it has come. */
  Optional<FeedPosition> lead(long epoch) {
    Optional<FeedPosition> position = destination.lead(epoch);
    parked.lead(epoch);
    delivered = position.orElse(null);
    entries = parked.entries();
    entries.forEach(entry -> counts.found(entry.source()));
    return position;
  }

  /** Forgets everything, so that a snapshot is delivered from its beginning. */
  void begin() {
    destination.deliver(List.of(), Optional.empty());
    delivered = null;
    List<Parked.Entry> before = parked.entries();
    parked.clear();
    entries = parked.entries();
    before.forEach(entry -> counts.superseded(entry.source()));
  }

  /** Notes that the snapshot of some tables is delivered as a whole. */
  void complete(Set<TableName> tables, FeedPosition start, FeedPosition through) {
    destination.complete(tables, start, through);
    delivered = through;
  }

  /**
   * Hands the parts over in their order. What is done is taken out, so that a call after a failure
   * goes on where that was.
   */
  void deliver(Deque<Part> parts) {
    while (!parts.isEmpty()) {
      if (!parts.element().sorted) {
        sort(parts);
      }
      Part part = parts.element();
      try {
        send(part);
        parts.remove();
      } catch (BackendException | IllegalArgumentException e) {
        if (!isRefusal(e) || part.items.isEmpty()) {
          throw e;
        }
        parts.remove();
        refuse(part, e, parts);
      }
    }
  }

  /**
   * Parks what has to be, up to a change that is behind an open one of its row: that one has to be
   * delivered first.
   */
  private void sort(Deque<Part> parts) {
    Part part = parts.element();
    List<Item> open = new ArrayList<>();
    List<Item> held = new ArrayList<>();
    List<Item> known = new ArrayList<>();
    Lines ahead = new Lines();
    Lines behind = new Lines();
    int taken = 0;
    for (Item item : part.items) {
      FeedPosition position = item.change().position();
      Optional<FeedPosition> last = parked.last(item.keys());
      boolean again = item.change().kind() != Change.Kind.READ;
      if (again && last.isPresent() && !position.after(last.get())) {
        known.add(item); // delivered or skipped before those that are parked, or one of them
      } else if (last.isPresent() || behind.meet(item.keys()) || item.refusal().isPresent()) {
        boolean room = parked.entries().size() + held.size() < limit;
        if (ahead.meet(item.keys()) || (!room && taken > 0)) {
          break;
        }
        if (!room) {
          throw new Full(limit);
        }
        behind.add(item.keys(), position);
        held.add(item);
      } else {
        ahead.add(item.keys(), position);
        open.add(item);
      }
      taken++;
    }
    park(held);
    known.forEach(this::repeated);
    parts.remove();
    if (taken < part.items.size()) {
      parts.push(part.from(taken));
    }
    parts.push(new Part(open, part.through(taken), true));
  }

  private void park(List<Item> held) {
    if (held.isEmpty()) {
      return;
    }
    parked.park(held);
    entries = parked.entries();
    for (Item item : held) {
      counts.parked(item.source());
      if (item.refusal().isPresent()) {
        counts.failed(item.source());
      }
    }
  }

  private void repeated(Item item) {
    if (parked.has(item)) {
      counts.repeated(item.source());
    } else {
      counts.delivered(item.source());
    }
  }

  private void send(Part part) {
    destination.deliver(changes(part.items), part.through);
    part.items.forEach(item -> counts.delivered(item.source()));
    part.through.ifPresent(through -> delivered = through);
  }

  private static List<Change> changes(List<Item> items) {
    return items.stream().map(Item::change).toList();
  }

  /** Finds the change that is refused, by halves. */
  private void refuse(Part part, RuntimeException why, Deque<Part> rest) {
    List<Item> items = part.items;
    if (items.size() > 1) {
      int half = items.size() / 2;
      rest.push(part.from(half));
      rest.push(part.first(half));
      return;
    }
    if (limit == 0) {
      throw why;
    }
    if (parked.entries().size() >= limit) {
      rest.push(part);
      throw new Full(limit);
    }
    rest.push(new Part(List.of(items.getFirst().refused(reason(why))), part.through));
  }

  private static String reason(RuntimeException why) {
    return String.valueOf(why.getMessage());
  }

  /** Tells whether a destination refuses what it got, and would do so again. */
  private static boolean isRefusal(RuntimeException e) {
    return !(e instanceof BackendException failure)
        || failure.kind() == ErrorKind.INVALID_ARGUMENT
        || failure.kind() == ErrorKind.TOO_LARGE;
  }

  /**
   * Delivers what is parked, of one row or of all, each change only once those before it are gone.
   * Returns how many were delivered.
   */
  int retry(Optional<RowKey> row) {
    int done = 0;
    Lines waiting = new Lines();
    for (Parked.Entry entry : parked.entries()) {
      boolean wanted = row.isEmpty() || entry.keys().contains(row.get());
      if (wanted && !waiting.meet(entry.keys()) && release(entry)) {
        done++;
      } else {
        waiting.add(entry.keys(), entry.position());
      }
    }
    return done;
  }

  private boolean release(Parked.Entry entry) {
    try {
      hand(entry);
    } catch (BackendException | IllegalArgumentException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      counts.failed(entry.source());
      parked.refused(entry, reason(e));
      entries = parked.entries();
      return false;
    }
    parked.remove(entry);
    entries = parked.entries();
    counts.released(entry.source());
    return true;
  }

  private void hand(Parked.Entry entry) {
    Change change = parked.change(entry);
    Optional<Change> ready = entry.stepped() ? Optional.of(change) : stepped(change);
    destination.deliver(ready.stream().toList(), Optional.ofNullable(delivered));
  }

  private Optional<Change> stepped(Change change) {
    try {
      return step.apply(change).map(made -> made.with(change.source()));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(e.toString(), e);
    }
  }

  /** Drops the first change that is parked of a row; empty if there is none. */
  Optional<FeedPosition> skip(RowKey row) {
    for (Parked.Entry entry : parked.entries()) {
      if (entry.keys().contains(row)) {
        parked.remove(entry);
        entries = parked.entries();
        counts.skipped(entry.source());
        return Optional.of(entry.position());
      }
    }
    return Optional.empty();
  }

  /** Lets go of what the destination holds. May be called by any thread. */
  void close() {
    destination.close();
  }

  /** Returns how far it is delivered; empty if nothing is. May be called by any thread. */
  Optional<FeedPosition> delivered() {
    return Optional.ofNullable(delivered);
  }

  /** Returns what is parked. May be called by any thread. */
  List<Parked.Entry> entries() {
    return entries;
  }
}
