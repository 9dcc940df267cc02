package io.patternsdk.cdc;

import io.patternsdk.cdc.SnapshotPlan.Part;
import io.patternsdk.cdc.internal.message.SnapshotEdges;
import io.patternsdk.cdc.internal.message.SnapshotEdges.Edge;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of a snapshot in chunks, beside the changes, and says where among them each
 * belongs. For one thread.
 */
final class Backfill implements AutoCloseable {
  /** How many transactions may be waited for before others are waited for instead. */
  private static final int MOST_TRANSACTIONS = 100_000;

  private final ChangeFeeds feeds;
  private final FeedRequest feed;
  private final int most;
  private final Set<String> told = new HashSet<>();
  private FeedChunks chunks;
  private SnapshotPlan plan;
  private @Nullable OpenChunk open;

  Backfill(ChangeFeeds feeds, FeedRequest feed, int most, SnapshotPlan plan) {
    this.feeds = feeds;
    this.feed = feed;
    this.most = most;
    this.plan = plan;
    this.chunks = feeds.chunks(feed);
  }

  /** Returns what was handed out; it is not all delivered. */
  SnapshotPlan plan() {
    return plan;
  }

  /** Returns the tables that cannot be read in chunks and were not read. */
  Set<TableName> whole() {
    Set<TableName> whole = new HashSet<>();
    plan.parts().stream()
        .filter(part -> !part.keyed() && !part.done())
        .forEach(part -> whole.add(part.table()));
    return whole;
  }

  /** Notes that tables were read as a whole. */
  void read(Set<TableName> tables, long rows) {
    long more = rows;
    for (TableName table : tables) {
      plan = plan.with(table, Part::whole, more, 0);
      more = 0;
    }
  }

  /** Tells whether all rows were handed out. */
  boolean isDone() {
    return open == null && plan.parts().stream().allMatch(Part::done);
  }

  private Optional<Part> current() {
    return plan.parts().stream().filter(part -> part.keyed() && !part.done()).findFirst();
  }

  /**
   * Returns the next rows, where they belong: behind everything that was read; empty if the changes
   * have not come there yet, or the source cannot be read now.
   */
  Optional<Rows> next(FeedPosition read) {
    if (open == null) {
      current().ifPresent(this::look);
    }
    OpenChunk ripe = open;
    if (ripe == null || !ripe.isRipe(read)) {
      return Optional.empty();
    }
    Part part = current().orElseThrow();
    FeedChunk chunk = ripe.chunk();
    Edge first = plan.rows() == 0 ? Edge.OF_ALL : Edge.OF_TABLE;
    if (!chunk.rows().isEmpty()) {
      plan =
          plan.with(
              part.table(),
              p -> p.through(chunk.rows().getLast()),
              chunk.rows().size(),
              chunk.bytes());
    }
    if (chunk.last()) {
      plan = plan.with(part.table(), Part::whole, 0, 0);
    }
    open = null;
    Edge last = isDone() ? Edge.OF_ALL : Edge.OF_TABLE;
    List<Change> rows =
        SnapshotEdges.marked(
            ripe.rows(read),
            part.last().isEmpty() ? first : Edge.NONE,
            chunk.last() ? last : Edge.NONE);
    return Optional.of(new Rows(rows, chunk.rows().size(), chunk.bytes()));
  }

  /**
   * Rows to hand out.
   *
   * @param changes those that no change is newer than
   * @param read how many were read
   * @param bytes about how large those were
   */
  record Rows(List<Change> changes, int read, long bytes) {}

  /** A chunk without a transaction that was told before would undo what that did. */
  private void look(Part part) {
    if (told.size() > MOST_TRANSACTIONS) {
      chunks.close();
      chunks = feeds.chunks(feed);
      told.clear();
    }
    Optional<FeedChunk> read = chunks.read(part.table(), part.last(), most);
    if (read.isPresent() && told.stream().allMatch(read.get()::has)) {
      told.clear();
      open = new OpenChunk(part.table(), read.get());
    }
  }

  /** Returns changes as whoever gets the rows gets them. */
  List<Change> pass(List<Change> changes) {
    OpenChunk waiting = open;
    Set<Row> ahead = ahead(changes);
    List<Change> passed = new ArrayList<>(changes.size());
    for (Change change : changes) {
      told.add(change.transaction());
      Change whole = waiting == null ? change : waiting.pass(change);
      if (isPart(whole)) {
        left(change, ahead).ifPresent(passed::add);
      } else {
        passed.add(whole);
      }
    }
    return passed;
  }

  private boolean isPart(Change change) {
    return change.after().filter(row -> !row.isComplete()).isPresent()
        && plan.part(change.schema().name())
            .filter(part -> part.keyed() && !part.done())
            .isPresent();
  }

  /** Returns those rows that the snapshot has not come to, of changes that do not say all. */
  private Set<Row> ahead(List<Change> changes) {
    Set<Row> ahead = new HashSet<>();
    for (Part part : plan.parts()) {
      List<Row> rows = new ArrayList<>();
      for (Change change : changes) {
        if (isPart(change) && change.schema().name().equals(part.table())) {
          change.before().ifPresent(rows::add);
          change.after().ifPresent(rows::add);
        }
      }
      if (!rows.isEmpty()) {
        ahead.addAll(part.last().map(last -> chunks.behind(last, rows)).orElse(rows));
      }
    }
    return ahead;
  }

  /**
   * What is left of an update that does not say all of a row: nothing where the row is still to
   * come, which then has it; nor where it was given a key that is behind, of a row that was not:
   * the table is read anew for that one.
   */
  private Optional<Change> left(Change change, Set<Row> ahead) {
    Row after = change.after().orElseThrow();
    Optional<Row> before = change.before();
    boolean toCome = ahead.contains(after);
    if (!toCome && before.filter(ahead::contains).isEmpty()) {
      return Optional.of(change);
    }
    if (!toCome) {
      open = null;
      plan = plan.with(change.schema().name(), Part::anew, 0, 0);
    }
    return before.map(
        row ->
            new Change(
                change.position(),
                Kind.DELETE,
                change.schema(),
                before,
                Optional.empty(),
                change.transaction(),
                change.committed(),
                change.source()));
  }

  @Override
  public void close() {
    chunks.close();
  }
}
