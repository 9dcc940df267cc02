package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A feed of tables that a test has made by SQL. */
final class FeedSite implements AutoCloseable {
  static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));

  final Backend backend;
  final ChangeFeeds feeds;
  final Sql sql;
  private final String suffix = "_" + Long.toString(System.nanoTime(), 36);
  private final String namespace = "site" + suffix;

  FeedSite(PostgresServer server) {
    this(server, server.uri(), Map.of());
  }

  FeedSite(PostgresServer server, String uri, Map<String, ?> settings) {
    this.backend =
        Backends.open(
            Backends.options(uri, settings)
                .namespace(namespace)
                .operationTimeout(Duration.ofMinutes(1)));
    this.feeds = backend.require(CHANGEFEED_BASIC);
    this.sql = Sql.on(server);
    var unused = sql.ask("SET search_path TO public");
  }

  /** Runs SQL in which {@code $} stands for the ending of this test's names. */
  String ask(String text) {
    return sql.ask(named(text));
  }

  /** The same with the ending put in. */
  String named(String text) {
    return text.replace("$", suffix);
  }

  TableName table(String name) {
    return TableName.parse(name + suffix);
  }

  FeedRequest request(String... tables) {
    Set<TableName> names = Stream.of(tables).map(this::table).collect(Collectors.toSet());
    return new FeedRequest("feed", names);
  }

  FeedPosition begin(String... tables) {
    try (FeedSnapshot snapshot = feeds.snapshot(request(tables))) {
      return snapshot.position();
    }
  }

  OptionalLong size(String... tables) {
    try (FeedSnapshot snapshot = feeds.snapshot(request(tables))) {
      return snapshot.size();
    }
  }

  /** All rows of a snapshot. */
  List<Row> rows(String... tables) {
    List<Row> rows = new ArrayList<>();
    try (FeedSnapshot snapshot = feeds.snapshot(request(tables))) {
      for (var page = snapshot.rows(3); !page.isEmpty(); page = snapshot.rows(3)) {
        page.forEach(change -> rows.add(change.after().orElseThrow()));
      }
    }
    return rows;
  }

  /** The changes after a position, of which there are so many. */
  List<Change> read(FeedPosition after, int count, String... tables) {
    try (ChangeFeed feed = feeds.follow(request(tables), after)) {
      return read(feed, count);
    }
  }

  static List<Change> read(ChangeFeed feed, int count) {
    List<Change> changes = new ArrayList<>();
    SOON.until(
        "that " + count + " changes come",
        () -> {
          changes.addAll(feed.poll(1_000, Duration.ofMillis(100)).changes());
          return changes.size() >= count;
        });
    assertThat(changes).hasSize(count);
    return changes;
  }

  /** The slot of the feed. */
  String slot() {
    return sql.ask(
        "SELECT slot FROM pattern.feed WHERE encode(name, 'escape') LIKE '%" + namespace + "%'");
  }

  @Override
  public void close() {
    boolean unused = feeds.drop("feed");
    backend.close();
    sql.close();
  }
}
