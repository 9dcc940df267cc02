package io.patternsdk.core.document;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a watch, held in memory with indexes, so that finding some reads no backend. One
 * thread at a time applies what the watch says; any number may look. Thread-safe.
 *
 * <p>While a watch begins anew, what was held goes on answering, and grows old, until all that is
 * there has come. How old it is follows from {@link WatchBatch#current} and the clock of this
 * process alone. A value whose TTL has run out stays until the watch tells it.
 */
public final class DocumentView {
  private final List<JsonPath> fields;
  private final Document.Reader reader;
  private final ByteBudget budget;
  private final long most;
  private final Clock clock;

  /** What has come since a Resync that has no Synced yet. */
  private @Nullable ViewIndex building;

  private long buildingSince;

  private volatile @Nullable State state;

  /** What answers, and from when on changes may be missing in it. */
  private record State(ViewIndex holding, long at) {}

  /**
   * Makes one that holds nothing yet.
   *
   * @param fields on which there are indexes, for comparisons by {@code eq} and {@code in}
   * @param reader what reads each value, once
   * @param budget the memory that finding shares with others; what the view holds is not in it
   * @param most the most bytes of stored entries that it holds, some 200 for each included; twice
   *     as many while a watch begins anew
   */
  public DocumentView(
      Collection<JsonPath> fields,
      Document.Reader reader,
      ByteBudget budget,
      long most,
      Clock clock) {
    this.fields = List.copyOf(fields);
    this.reader = reader;
    this.budget = budget;
    this.most = most;
    this.clock = clock;
  }

  /**
   * Applies a batch; false if the view would hold more than it may: it holds nothing then, and
   * needs a watch from its beginning.
   *
   * @param begun the {@link Clock#nanoTime} before the poll that returned the batch
   */
  public boolean apply(WatchBatch batch, long begun) {
    for (WatchEvent event : batch.events()) {
      if (!apply(event, begun)) {
        forget();
        return false;
      }
    }
    State now = state;
    if (batch.current() && building == null && now != null) {
      state = new State(now.holding(), begun);
    }
    return true;
  }

  private boolean apply(WatchEvent event, long begun) {
    State now = state;
    ViewIndex target = building == null && now != null ? now.holding() : building;
    switch (event) {
      case WatchEvent.Resync resync -> {
        building = new ViewIndex(fields);
        buildingSince = begun;
      }
      case WatchEvent.Synced synced -> {
        if (building != null) {
          state = new State(building, buildingSince);
          building = null;
        }
      }
      case WatchEvent.Put put -> {
        if (target != null) {
          target.put(ViewedEntry.read(new Entry(put.key(), put.value()), reader));
          return target.bytes() <= most;
        }
      }
      case WatchEvent.Removed removed -> {
        if (target != null) {
          target.remove(removed.key());
        }
      }
    }
    return true;
  }

  /** Forgets all, as if no watch had begun. For the thread that applies. */
  public void forget() {
    state = null;
    building = null;
  }

  /**
   * Tells whether a watch may go on after the token of the last batch that was applied. For the
   * thread that applies.
   */
  public boolean isWhole() {
    return state != null && building == null;
  }

  /**
   * Returns what is held now; empty until a watch has told all. Whoever keeps it sees changes until
   * the watch begins anew.
   *
   * @param kept what is kept of the documents that are found, by its {@link Document.Reader#keep}
   */
  public Optional<ViewedDocuments> documents(Document.Reader kept) {
    return Optional.ofNullable(state)
        .map(now -> new ViewedDocuments(now.holding(), kept, budget, age(now)));
  }

  /** Returns how old it is: what is missing had not ended so long ago; empty as long as it is. */
  public Optional<Duration> age() {
    return Optional.ofNullable(state).map(this::age);
  }

  private Duration age(State now) {
    return Duration.ofNanos(Math.max(0, clock.nanoTime() - now.at()));
  }

  /** Returns how many documents it holds, those that cannot be read included. */
  public int size() {
    State now = state;
    return now == null ? 0 : now.holding().size();
  }
}
