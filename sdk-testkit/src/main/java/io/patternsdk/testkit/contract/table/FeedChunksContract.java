package io.patternsdk.testkit.contract.table;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What {@link FeedChunks} promises beside a feed that is followed. */
final class FeedChunksContract {
  private static final int ROWS = 25;

  private final Subject subject;
  private final ChangeFeeds feeds;
  private final Tables tables;
  private final FeedRequest feed;

  FeedChunksContract(Subject subject) {
    this.subject = subject;
    this.feeds = subject.require(CHANGEFEED_BASIC);
    this.tables = new Tables(subject.require(TABLE_UPSERT));
    this.feed = FeedRequest.of("feed", tables.schema.name());
    subject.closing(() -> feeds.drop("feed"));
  }

  private void fill() {
    for (int id = 0; id < ROWS; id++) {
      tables.apply(tables.upsert(id * id, "row " + id, 1));
    }
  }

  private FeedPosition begin() {
    try (FeedSnapshot snapshot = feeds.snapshot(feed)) {
      return snapshot.position();
    }
  }

  private FeedChunks open() {
    FeedChunks chunks = feeds.chunks(feed);
    subject.closing(chunks);
    return chunks;
  }

  /** Others may be writing at the same server when chunks are opened. */
  private FeedChunk read(FeedChunks chunks, Optional<Row> behind, int max) {
    AtomicReference<FeedChunk> read = new AtomicReference<>();
    subject
        .eventually()
        .until(
            "that a chunk can be read",
            () -> {
              chunks.read(tables.schema.name(), behind, max).ifPresent(read::set);
              return read.get() != null;
            });
    return read.get();
  }

  private List<Row> all(FeedChunks chunks, int max) {
    List<Row> rows = new ArrayList<>();
    Optional<Row> behind = Optional.empty();
    while (true) {
      FeedChunk chunk = read(chunks, behind, max);
      assertThat(chunk.rows()).hasSizeLessThanOrEqualTo(max);
      rows.addAll(chunk.rows());
      if (chunk.last()) {
        return rows;
      }
      assertThat(chunk.rows()).isNotEmpty();
      behind = Optional.of(chunk.rows().getLast());
    }
  }

  @Case
  void chunksMakeTheTable() {
    begin();
    List<Row> expected = new ArrayList<>();
    assertThat(all(open(), 10)).isEmpty();
    fill();
    for (int id = 0; id < ROWS; id++) {
      expected.add(tables.row(id * id, "row " + id));
    }
    FeedChunks chunks = open();
    assertThat(chunks.schema(tables.schema.name()).key()).containsExactly("id");
    for (int max : List.of(1, 7, ROWS, 100)) {
      assertThat(all(chunks, max)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Case
  void anotherGoesOnBehindARow() {
    begin();
    fill();
    FeedChunk first = read(open(), Optional.empty(), 10);
    Row last = first.rows().getLast();
    tables.apply(tables.delete((Integer) last.key().getFirst(), 2));
    List<Row> rows = new ArrayList<>(first.rows());
    FeedChunks others = subject.sibling().require(CHANGEFEED_BASIC).chunks(feed);
    subject.closing(others);
    rows.addAll(read(others, Optional.of(last), 100).rows());
    assertThat(rows).hasSize(ROWS).doesNotHaveDuplicates();
  }

  @Case
  void aChunkSaysWhichTransactionsItHas() {
    FeedPosition position = begin();
    tables.apply(tables.upsert(1, "one", 1), tables.upsert(2, "two", 1));
    FeedChunk chunk = read(open(), Optional.empty(), 10);
    assertThat(chunk.rows()).containsExactlyInAnyOrder(tables.row(1, "one"), tables.row(2, "two"));
    tables.apply(tables.upsert(1, "newer", 2));
    List<Change> changes = new ArrayList<>();
    try (ChangeFeed following = feeds.follow(feed, position)) {
      subject
          .eventually()
          .until(
              "that the changes come",
              () -> {
                changes.addAll(following.poll(10, Duration.ofMillis(50)).changes());
                return changes.size() >= 3;
              });
    }
    assertThat(changes)
        .extracting(change -> chunk.has(change.transaction()))
        .containsExactly(true, true, false);
    assertThat(changes.get(1).position().after(chunk.through())).isFalse();
  }

  @Case
  void aFeedComesToTheEndOfAChunkWithoutFurtherChanges() {
    FeedPosition position = begin();
    tables.apply(tables.upsert(1, "one", 1));
    FeedChunk chunk = read(open(), Optional.empty(), 10);
    AtomicReference<FeedPosition> come = new AtomicReference<>(position);
    try (ChangeFeed following = feeds.follow(feed, position)) {
      subject
          .eventually()
          .until(
              "that the feed is there",
              () -> {
                FeedBatch batch = following.poll(10, Duration.ofMillis(50));
                come.set(batch.through());
                return !chunk.through().after(come.get());
              });
    }
  }

  @Case
  void rowsAreComparedAsChunksAreOrdered() {
    begin();
    fill();
    FeedChunks chunks = open();
    List<Row> rows = all(chunks, 100);
    for (int place = 0; place < rows.size(); place += 6) {
      assertThat(chunks.behind(rows.get(place), rows))
          .isEqualTo(rows.subList(place + 1, rows.size()));
    }
  }

  @Case
  void aTableThatDoesNotExistHasNoChunks() {
    begin();
    FeedChunks chunks = open();
    TableName nowhere = TableName.parse(Tables.unique());
    Expect.refusal(ErrorKind.NOT_FOUND, () -> chunks.read(nowhere, Optional.empty(), 10));
    Expect.refusal(ErrorKind.NOT_FOUND, () -> chunks.schema(nowhere));
    fill();
    assertThat(read(chunks, Optional.empty(), 100).rows()).hasSize(ROWS);
  }

  @Case
  void aSnapshotLeavesTablesOut() {
    Tables others = new Tables(tables.store);
    tables.apply(tables.upsert(1, "one", 1), others.upsert(2, "two", 1));
    try (FeedSnapshot snapshot =
        feeds.snapshot(FeedRequest.of("feed", tables.schema.name(), others.schema.name()))) {
      assertThat(snapshot.tables())
          .extracting(schema -> schema.name())
          .containsExactlyInAnyOrder(tables.schema.name(), others.schema.name());
      snapshot.leaveOut(tables.schema.name());
      assertThat(snapshot.rows(10))
          .extracting(change -> change.after().orElseThrow())
          .containsExactly(others.row(2, "two"));
    }
  }
}
