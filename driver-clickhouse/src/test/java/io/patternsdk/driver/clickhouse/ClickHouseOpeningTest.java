package io.patternsdk.driver.clickhouse;

import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Truncate;
import io.patternsdk.core.table.TableWrite.Upsert;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.server.RecipeServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may come in, what tables are there, and how callers become batches. */
class ClickHouseOpeningTest {
  private static final Instant T = Instant.parse("2024-03-01T12:00:00Z");

  @RegisterExtension static final RecipeServer SERVER = RecipeServer.start(new ClickHouseRecipe());

  private static Backend open(Map<String, ?> more) {
    Map<String, Object> settings = ClickHouseRecipe.settings(SERVER);
    settings.putAll(more);
    return DriverRegistry.load()
        .open(
            "clickhouse",
            BackendOptions.named("tests")
                .settings(settings)
                .operationTimeout(Duration.ofSeconds(30)));
  }

  /** Makes a database and returns its name. */
  private static String database(String name) {
    sql("CREATE DATABASE " + name);
    return name;
  }

  private static List<String> sql(String statement) {
    ClickHouseConfig config = config();
    try (ClickHouseConnections clickHouse = new ClickHouseConnections(config, context())) {
      return clickHouse.query(statement, Parameters.none(), RowReader::string);
    }
  }

  private static ClickHouseConfig config() {
    return ClickHouseConfig.from(context().settings());
  }

  private static io.patternsdk.core.driver.DriverContext context() {
    return BackendOptions.named("sql").settings(ClickHouseRecipe.settings(SERVER)).toContext();
  }

  @Test
  void aWrongPasswordIsNotTriedAgainAndNotSaid() {
    Map<String, ?> wrong = Map.of("password", "another-password", "max_retries", 100);
    BackendException failure = Expect.failure(ErrorKind.PERMISSION_DENIED, () -> open(wrong));
    assertThat(failure).hasMessageNotContaining("another-password");
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    Map<String, ?> nowhere = Map.of("database", "nowhere");
    BackendException failure = Expect.failure(ErrorKind.NOT_FOUND, () -> open(nowhere));
    assertThat(failure).hasMessageContaining("nowhere");
  }

  @Test
  void tablesThatMayNotBeMadeAreAskedForAndThenUsed() {
    String database = database("required");
    Map<String, ?> require = Map.of("database", database, "tables", "require");
    BackendException failure = Expect.failure(ErrorKind.NOT_FOUND, () -> open(require));
    String message = String.valueOf(failure.getMessage());
    for (String statement : message.substring(message.indexOf("CREATE TABLE")).split("; ", -1)) {
      assertThat(sql(statement)).isEmpty();
    }
    try (Backend backend = open(require)) {
      backend.require(TIMESERIES_BASIC).write(List.of(Point.of("s", T, 1)));
    }
  }

  @Test
  void tablesOfAnotherLayoutAreLeftAlone() {
    String database = database("another");
    assertThat(sql("CREATE TABLE another.pattern_bounds (a Int8) ENGINE = MergeTree ORDER BY a"))
        .isEmpty();
    Expect.failure(ErrorKind.UNSUPPORTED, () -> open(Map.of("database", database)));
  }

  @Test
  void whatIsSyncedIsReadFromTheTables() {
    try (Backend backend = open(Map.of("database", database("unsynced")))) {
      var traits = backend.capabilities().traits(TABLE_UPSERT);
      assertThat(traits.durability()).isEqualTo(Durability.PERIODIC);
      assertThat(traits.get(io.patternsdk.core.capability.Traits.CONSISTENCY))
          .isEqualTo(Consistency.LINEARIZABLE);
    }
    String synced = database("synced");
    open(Map.of("database", synced, "fsync", true)).close();
    try (Backend backend = open(Map.of("database", synced))) {
      assertThat(backend.capabilities().traits(TIMESERIES_BASIC).durability())
          .isEqualTo(Durability.SYNCED);
    }
  }

  @Test
  void anotherAddressIsUsedWhereTheFirstCannotBeReached() {
    List<String> addresses = List.of("http://127.0.0.1:1", SERVER.uri());
    try (Backend backend = open(Map.of("addresses", addresses))) {
      backend.require(TIMESERIES_BASIC).write(List.of(Point.of("addresses", T, 1)));
    }
  }

  @Test
  void whatAStatementAnswersIsLeft() { // as one on a cluster does
    try (ClickHouseConnections clickHouse = new ClickHouseConnections(config(), context())) {
      clickHouse.execute("SELECT number FROM numbers(3)", Parameters.none());
    }
  }

  @Test
  void pointsOfManyCallersAreInsertedTogether() throws Exception {
    String database = database("together");
    int callers = 500;
    try (Backend backend = open(Map.of("database", database, "batch_delay", "300ms"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TimeSeries series = backend.require(TIMESERIES_BASIC);
      List<? extends Future<?>> written =
          IntStream.range(0, callers)
              .mapToObj(i -> threads.submit(() -> series.write(List.of(point(i)))))
              .toList();
      for (Future<?> each : written) {
        each.get();
      }
      assertThat(series.query(SeriesQuery.of("s")).toList()).hasSize(callers);
    }
    String parts = "SELECT toString(max(max_block_number)) FROM system.parts WHERE database = '%s'";
    long insertions = Long.parseLong(sql(parts.formatted(database)).getFirst());
    assertThat(insertions).isLessThan(callers / 5);
  }

  @Test
  void aTruncationThatFailedInItsMiddleIsDoneByItsRepetition() {
    String database = database("truncated");
    TableSchema schema =
        TableSchema.of(
            TableName.parse("kept"), List.of(Column.of("id", ColumnType.INT32)), List.of("id"));
    try (Backend backend = open(Map.of("database", database))) {
      TableUpsert tables = backend.require(TABLE_UPSERT);
      tables.define(schema, SchemaPolicy.CREATE);
      List<TableWrite> row = List.of(new Upsert(Row.of(schema, 1), new RowVersion(1, 0)));
      assertThat(tables.apply(row, new Progress("writer", 1, "one"))).isEqualTo(1);
      List<TableWrite> truncate = List.of(new Truncate(schema.name(), new RowVersion(2, 0)));
      Progress two = new Progress("writer", 1, "two");
      assertThat(sql("ALTER TABLE truncated.kept MODIFY SETTING parts_to_throw_insert = 1"))
          .isEmpty();
      Expect.failure(ErrorKind.RATE_LIMITED, () -> tables.apply(truncate, two));
      assertThat(sql("ALTER TABLE truncated.kept RESET SETTING parts_to_throw_insert")).isEmpty();
      assertThat(tables.apply(truncate, two)).isEqualTo(1);
      assertThat(tables.count(schema.name())).isZero();
    }
  }

  private static Point point(int i) {
    return Point.of("s", T.plusSeconds(i), i);
  }

  @Test
  void whoFindsNoRoomWaitsAndHasDoneNothing() throws Exception {
    Map<String, ?> narrow =
        Map.of(
            "database",
            database("narrow"),
            "batch_points",
            2,
            "batch_buffer",
            4,
            "batch_parallelism",
            1,
            "batch_delay",
            "0s");
    try (Backend backend = open(narrow);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TimeSeries series = backend.require(TIMESERIES_BASIC);
      CountDownLatch began = new CountDownLatch(3);
      List<Future<?>> waiting;
      SERVER.pause();
      try {
        waiting =
            IntStream.range(0, 3)
                .<Future<?>>mapToObj(
                    i ->
                        threads.submit(
                            () -> {
                              began.countDown();
                              series.write(List.of(point(2 * i), point(2 * i + 1)));
                            }))
                .toList();
        began.await();
        // one batch is on its way, two fill the buffer; what more there is has no room
        Eventually.within(Duration.ofSeconds(20))
            .check(
                () -> {
                  BackendException failure =
                      Expect.failure(
                          ErrorKind.TIMED_OUT,
                          () ->
                              Deadline.within(
                                  Duration.ofMillis(50),
                                  () -> series.write(List.of(point(6), point(7)))));
                  assertThat(failure.effect()).isEqualTo(Effect.NONE);
                  assertThat(failure).hasMessageContaining("4 points wait");
                });
      } finally {
        SERVER.resume();
      }
      for (Future<?> each : waiting) {
        each.get();
      }
      assertThat(series.query(SeriesQuery.of("s")).toList())
          .isEqualTo(IntStream.range(0, 6).mapToObj(ClickHouseOpeningTest::point).toList());
    }
  }
}
