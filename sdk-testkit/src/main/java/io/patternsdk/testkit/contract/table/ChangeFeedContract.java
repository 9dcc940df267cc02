package io.patternsdk.testkit.contract.table;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.changefeed.SourceInfo;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.OddNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@link ChangeFeeds} promises, of tables that the same backend applies changes to. */
final class ChangeFeedContract {
  private final Subject subject;
  private final ChangeFeeds feeds;
  private final Tables tables;
  private final FeedRequest feed;

  ChangeFeedContract(Subject subject) {
    this.subject = subject;
    this.feeds = subject.require(CHANGEFEED_BASIC);
    this.tables = new Tables(subject.require(TABLE_UPSERT));
    this.feed = FeedRequest.of("feed", tables.schema.name());
    subject.closing(() -> feeds.drop("feed"));
  }

  private FeedPosition begin() {
    try (FeedSnapshot snapshot = feeds.snapshot(feed)) {
      return snapshot.position();
    }
  }

  private List<Change> read(FeedPosition after, int count) {
    try (ChangeFeed following = feeds.follow(feed, after)) {
      return read(following, count);
    }
  }

  /** Reads until so many changes have come; fails if they do not. */
  private List<Change> read(ChangeFeed following, int count) {
    List<Change> changes = new ArrayList<>();
    subject
        .eventually()
        .until(
            "that " + count + " changes come",
            () -> {
              changes.addAll(following.poll(1_000, Duration.ofMillis(50)).changes());
              return changes.size() >= count;
            });
    assertThat(changes).hasSize(count);
    return changes;
  }

  @Case
  void aSnapshotAndWhatFollowsMakeTheTable() {
    for (int id = 0; id < 25; id++) {
      tables.apply(tables.upsert(id, "row " + id, 1));
    }
    tables.apply(tables.delete(7, 2));
    List<Row> rows = new ArrayList<>();
    Set<String> databases = new HashSet<>();
    FeedPosition position;
    try (FeedSnapshot snapshot = feeds.snapshot(feed)) {
      position = snapshot.position();
      tables.apply(tables.upsert(3, "changed", 3), tables.upsert(100, "new", 3));
      for (var page = snapshot.rows(10); !page.isEmpty(); page = snapshot.rows(10)) {
        assertThat(page).hasSizeLessThanOrEqualTo(10);
        for (Change change : page) {
          assertThat(change.kind()).isEqualTo(Kind.READ);
          assertThat(change.position()).isEqualTo(position);
          assertThat(change.source().mark()).isEqualTo(SourceInfo.Mark.NONE);
          databases.add(change.source().database());
          rows.add(change.after().orElseThrow());
        }
      }
      assertThat(snapshot.rows(10)).isEmpty();
    }
    List<Row> expected = new ArrayList<>();
    for (int id = 0; id < 25; id++) {
      if (id != 7) {
        expected.add(tables.row(id, "row " + id));
      }
    }
    assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    List<Change> changes = read(position, 2);
    assertThat(changes).extracting(Change::kind).containsExactly(Kind.UPDATE, Kind.INSERT);
    assertThat(changes.getFirst().after()).contains(tables.row(3, "changed"));
    assertThat(changes.getLast().after()).contains(tables.row(100, "new"));
    assertThat(changes.getFirst().source().lsn())
        .as("the place of a change, if it is said, in its transaction")
        .isLessThanOrEqualTo(changes.getLast().source().lsn());
    changes.forEach(change -> databases.add(change.source().database()));
    assertThat(databases).as("the database of one feed").hasSize(1);
  }

  @Case
  void aDeletionNamesTheKey() {
    tables.apply(tables.upsert(1, "one", 1));
    FeedPosition position = begin();
    tables.apply(tables.delete(1, 2));
    Change change = read(position, 1).getFirst();
    assertThat(change.kind()).isEqualTo(Kind.DELETE);
    assertThat(change.after()).isEmpty();
    assertThat(change.before().orElseThrow().key()).containsExactly(1);
  }

  @Case
  void whatChangesNothingAndWhatFailsIsNoChange() {
    FeedPosition position = begin();
    tables.apply(tables.upsert(1, "one", 5));
    tables.apply(tables.upsert(1, "older", 4), tables.delete(9, 1));
    TableSchema nowhere = Tables.schema(Tables.unique());
    Row row = Row.of(nowhere, 1, "x");
    Expect.failure(
        ErrorKind.NOT_FOUND,
        () ->
            tables.apply(
                tables.upsert(2, "rolled back", 5),
                new TableWrite.Upsert(row, new RowVersion(1, 0))));
    tables.apply(tables.upsert(3, "three", 5));
    assertThat(read(position, 2))
        .extracting(change -> change.after().orElseThrow().value("text"))
        .containsExactly("one", "three");
  }

  @Case
  void onlyChangesOfItsTablesCome() {
    Tables others = new Tables(tables.store);
    FeedPosition position = begin();
    others.apply(others.upsert(1, "other", 1));
    tables.apply(others.upsert(2, "other", 1), tables.upsert(1, "mine", 1));
    List<Change> changes = read(position, 1);
    assertThat(changes.getFirst().after()).contains(tables.row(1, "mine"));
  }

  @Case
  void readingGoesOnAfterAnyPosition() {
    FeedPosition position = begin();
    for (int i = 0; i < 5; i++) {
      tables.apply(
          tables.upsert(1, "a " + i, i + 1L),
          tables.upsert(2, "b " + i, i + 1L),
          tables.upsert(3, "c " + i, i + 1L));
    }
    List<Change> all = read(position, 15);
    for (int i = 0; i < all.size(); i++) {
      FeedPosition stored = FeedPosition.parse(all.get(i).position().toString());
      if (i + 1 < all.size()) {
        List<Change> rest = read(stored, all.size() - i - 1);
        assertThat(said(rest)).isEqualTo(said(all.subList(i + 1, all.size())));
      }
    }
    assertThat(all.get(3).position().after(all.get(2).position())).isTrue();
  }

  @Case
  void aTransactionMayBeReadInParts() {
    FeedPosition position = begin();
    tables.apply(
        tables.upsert(1, "one", 1), tables.upsert(2, "two", 1), tables.upsert(3, "three", 1));
    try (ChangeFeed following = feeds.follow(feed, position)) {
      List<Object> texts = new ArrayList<>();
      subject
          .eventually()
          .until(
              "that three changes come",
              () -> {
                var batch = following.poll(1, Duration.ofMillis(50));
                assertThat(batch.changes()).hasSizeLessThanOrEqualTo(1);
                batch.changes().forEach(c -> texts.add(c.after().orElseThrow().value("text")));
                return texts.size() == 3;
              });
      assertThat(texts).containsExactly("one", "two", "three");
    }
  }

  @Case
  void whatIsConfirmedIsRemembered() {
    FeedPosition position = begin();
    tables.apply(tables.upsert(1, "one", 1));
    tables.apply(tables.upsert(2, "two", 1), tables.upsert(3, "three", 1));
    List<Change> all = read(position, 3);
    try (ChangeFeed following = feeds.follow(feed, position)) {
      assertThat(said(read(following, 3))).isEqualTo(said(all));
      following.confirm(all.get(1).position());
      following.confirm(position);
    }
    FeedPosition confirmed = feeds.confirmed("feed").orElseThrow();
    assertThat(confirmed.after(position)).isTrue();
    assertThat(all.get(1).position().after(confirmed)).as("only whole transactions").isTrue();
    Expect.refusal(ErrorKind.CONFLICT, () -> feeds.follow(feed, position).close());
    assertThat(said(read(all.get(1).position(), 1))).isEqualTo(said(all.subList(2, 3)));
    assertThat(said(read(confirmed, 2))).isEqualTo(said(all.subList(1, 3)));
  }

  /** What is said of changes, wherever reading began. */
  private static List<Change> said(List<Change> changes) {
    return changes.stream()
        .map(
            change ->
                change.with(
                    new SourceInfo(
                        change.source().database(),
                        change.source().lsn(),
                        -1,
                        change.source().mark())))
        .toList();
  }

  @Case
  void aPositionThatTheSourceHasNotReachedIsRefused() {
    FeedPosition position = begin();
    FeedPosition ahead = FeedPosition.before(position.source(), Long.MAX_VALUE / 2);
    Expect.refusal(ErrorKind.CONFLICT, () -> feeds.follow(feed, ahead).close());
    FeedPosition foreign = new FeedPosition("another", position.commit(), position.index());
    Expect.refusal(ErrorKind.CONFLICT, () -> feeds.follow(feed, foreign).close());
    try (ChangeFeed following = feeds.follow(feed, position)) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> following.confirm(ahead));
    }
  }

  @Case
  void whoComesLastFollows() {
    FeedPosition position = begin();
    try (ChangeFeed first = feeds.follow(feed, position);
        ChangeFeed second = subject.sibling().require(CHANGEFEED_BASIC).follow(feed, position)) {
      tables.apply(tables.upsert(1, "one", 1));
      assertThat(read(second, 1)).hasSize(1);
      Expect.failure(ErrorKind.CONFLICT, () -> poll(first));
      second.confirm(position);
    }
  }

  private void poll(ChangeFeed lost) {
    for (int i = 0; i < 100; i++) {
      assertThat(lost.poll(10, Duration.ofMillis(20)).changes()).isEmpty();
    }
  }

  @Case
  void aSnapshotBeginsTheFeedAnew() {
    FeedPosition position = begin();
    try (ChangeFeed following = feeds.follow(feed, position)) {
      tables.apply(tables.upsert(1, "one", 1));
      FeedPosition anew = begin();
      Expect.failure(ErrorKind.CONFLICT, () -> poll(following));
      tables.apply(tables.upsert(2, "two", 1));
      assertThat(read(anew, 1).getFirst().after()).contains(tables.row(2, "two"));
    }
  }

  @Case
  void whatIsDroppedIsGone() {
    assertThat(feeds.drop("feed")).isFalse();
    FeedPosition position = begin();
    assertThat(feeds.confirmed("feed")).isPresent();
    assertThat(feeds.drop("feed")).isTrue();
    assertThat(feeds.confirmed("feed")).isEmpty();
    assertThat(feeds.backlog("feed")).isEmpty();
    Expect.refusal(ErrorKind.NOT_FOUND, () -> feeds.follow(feed, position).close());
  }

  @Case
  void aTableThatDoesNotExistIsRefusedAndLeavesTheFeed() {
    FeedPosition position = begin();
    FeedRequest wrong =
        FeedRequest.of("feed", tables.schema.name(), TableName.parse(Tables.unique()));
    Expect.refusal(ErrorKind.NOT_FOUND, () -> feeds.snapshot(wrong).close());
    tables.apply(tables.upsert(1, "one", 1));
    assertThat(read(position, 1)).hasSize(1);
  }

  @Case
  void columnsThatAreAddedComeWithTheNextChange() {
    FeedPosition position = begin();
    tables.apply(tables.upsert(1, "one", 1));
    List<Column> columns = new ArrayList<>(tables.schema.columns());
    columns.add(Column.nullable("more", ColumnType.INT64));
    TableSchema wider = TableSchema.of(tables.schema.name(), columns, tables.schema.key());
    tables.store.define(wider, SchemaPolicy.CREATE);
    Row row = Row.of(wider, 2, "two", 22L);
    tables.apply(new TableWrite.Upsert(row, new RowVersion(1, 0)));
    List<Change> changes = read(position, 2);
    assertThat(changes.getFirst().after()).contains(tables.row(1, "one"));
    assertThat(changes.getLast().after()).contains(row);
  }

  @Case
  void feedsAreKeptApartByNamespaceAndName() {
    FeedPosition position = begin();
    ChangeFeeds neighbour = subject.neighbour().require(CHANGEFEED_BASIC);
    assertThat(neighbour.confirmed("feed")).isEmpty();
    assertThat(feeds.confirmed("Feed")).isEmpty();
    assertThat(neighbour.drop("feed")).isFalse();
    assertThat(feeds.confirmed("feed")).contains(position);
  }

  @Case
  void whatCannotBeIsRefused() {
    for (String name : OddNames.REFUSED) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> feeds.confirmed(name));
    }
    Expect.refusalPastTheDeadline(() -> feeds.confirmed("feed"));
    FeedPosition position = begin();
    try (ChangeFeed following = feeds.follow(feed, position)) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> following.poll(0, Duration.ZERO));
    }
  }
}
