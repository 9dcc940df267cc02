package io.patternsdk.driver.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values of every type, from a database whose sessions write most of them in another way. */
class PostgresFeedTypesTest {
  @RegisterExtension
  static final PostgresServer SERVER =
      PostgresServer.start(
          PostgresProfile.plain()
              .option("datestyle", "SQL, DMY")
              .option("intervalstyle", "sql_standard")
              .option("timezone", "Asia/Kolkata")
              .option("extra_float_digits", "-10")
              .option("bytea_output", "escape"));

  private final FeedSite site = new FeedSite(SERVER);

  @AfterEach
  void close() {
    site.close();
  }

  /** A column, a value of it as SQL writes it, and what comes of it. */
  private record Sample(String type, String sql, ColumnType told, Object value, int scale) {}

  private static Sample sample(String type, String sql, ColumnType told, Object value) {
    return new Sample(type, sql, told, value, -1);
  }

  private static Sample text(String type, String sql) {
    return sample(type, sql, ColumnType.OTHER, sql);
  }

  private static final List<Sample> SAMPLES =
      List.of(
          sample("boolean", "true", ColumnType.BOOLEAN, true),
          sample("smallint", "-1", ColumnType.INT16, (short) -1),
          sample("integer", "2", ColumnType.INT32, 2),
          sample("bigint", "9223372036854775807", ColumnType.INT64, Long.MAX_VALUE),
          sample("oid", "4000000000", ColumnType.INT64, 4_000_000_000L),
          sample("real", "0.1", ColumnType.FLOAT32, 0.1f),
          sample("double precision", "0.30000000000000004", ColumnType.FLOAT64, 0.1 + 0.2),
          sample("double precision", "-Infinity", ColumnType.FLOAT64, Double.NEGATIVE_INFINITY),
          sample("numeric", "1.10", ColumnType.DECIMAL, new BigDecimal("1.10")),
          sample("numeric", "NaN", ColumnType.DECIMAL, Double.NaN),
          new Sample("numeric(5,2)", "123.4", ColumnType.DECIMAL, new BigDecimal("123.40"), 2),
          new Sample("numeric(5)", "12345", ColumnType.DECIMAL, new BigDecimal("12345"), 0),
          new Sample("numeric(5,-2)", "12345", ColumnType.DECIMAL, new BigDecimal("12300"), 0),
          new Sample("money", "-1234.56", ColumnType.DECIMAL, new BigDecimal("-1234.56"), 2),
          sample("char(5)", "ab", ColumnType.STRING, "ab   "),
          sample("varchar(20)", "vc", ColumnType.STRING, "vc"),
          sample("text", "text", ColumnType.STRING, "text"),
          sample("name", "nm", ColumnType.STRING, "nm"),
          sample("\"char\"", "z", ColumnType.STRING, "z"),
          sample("date", "2024-02-29", ColumnType.DATE, LocalDate.of(2024, 2, 29)),
          sample("date", "0044-03-15 BC", ColumnType.DATE, LocalDate.of(-43, 3, 15)),
          sample("date", "infinity", ColumnType.DATE, LocalDate.MAX),
          sample("time", "12:34:56.123456", ColumnType.TIME, LocalTime.of(12, 34, 56, 123_456_000)),
          sample("time", "24:00:00", ColumnType.TIME, LocalTime.MAX),
          new Sample("time(3)", "01:02:03", ColumnType.TIME, LocalTime.of(1, 2, 3), 3),
          sample(
              "timestamp",
              "10000-01-02 03:04:05.5",
              ColumnType.TIMESTAMP,
              LocalDateTime.of(10_000, 1, 2, 3, 4, 5, 500_000_000)),
          new Sample(
              "timestamp(0)",
              "2024-02-29 12:34:56",
              ColumnType.TIMESTAMP,
              LocalDateTime.of(2024, 2, 29, 12, 34, 56),
              0),
          sample("timestamp", "-infinity", ColumnType.TIMESTAMP, LocalDateTime.MIN),
          sample(
              "timestamptz",
              "2024-02-29 12:34:56.123456+02",
              ColumnType.INSTANT,
              Instant.parse("2024-02-29T10:34:56.123456Z")),
          sample(
              "timestamptz",
              "0001-12-31 23:00:00+00 BC",
              ColumnType.INSTANT,
              Instant.parse("0000-12-31T23:00:00Z")),
          sample("timestamptz", "infinity", ColumnType.INSTANT, Instant.MAX),
          sample("bytea", "\\xdead00", ColumnType.BYTES, new byte[] {-34, -83, 0}),
          sample("json", "{\"a\": 1 , \"b\":[1,2]}", ColumnType.JSON, "{\"a\": 1 , \"b\":[1,2]}"),
          sample("jsonb", "{\"a\":1}", ColumnType.JSON, "{\"a\": 1}"),
          sample(
              "uuid",
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
              ColumnType.UUID,
              UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
          text("bit(1)", "1"),
          text("bit varying(12)", "10101"),
          text("timetz", "12:34:56.123456+02"),
          text("interval", "1 year 2 mons 3 days 04:05:06.78"),
          text("xml", "<a>1</a>"),
          text("mood$", "ok"),
          sample("posint$", "5", ColumnType.INT32, 5),
          new Sample("dnum$", "12.345", ColumnType.DECIMAL, new BigDecimal("12.345"), 3),
          text("comp$", "(1,x)"),
          text("inet", "10.0.0.1/24"),
          text("cidr", "10.0.0.0/8"),
          text("macaddr", "08:00:2b:01:02:03"),
          text("macaddr8", "08:00:2b:01:02:03:04:05"),
          text("point", "(1,2)"),
          text("line", "{1,2,3}"),
          text("lseg", "[(0,0),(1,1)]"),
          text("box", "(1,1),(0,0)"),
          text("path", "[(0,0),(1,1)]"),
          text("polygon", "((0,0),(1,1),(1,0))"),
          text("circle", "<(0,0),2>"),
          text("int4range", "[1,5)"),
          text("numrange", "[1.5,2.5]"),
          sample(
              "tstzrange",
              "[2024-01-01 00:00+02,2024-01-02 00:00+02)",
              ColumnType.OTHER,
              "[\"2023-12-31 22:00:00+00\",\"2024-01-01 22:00:00+00\")"),
          text("daterange", "[2024-01-01,2024-01-06)"),
          text("int4multirange", "{[1,3),[5,7)}"),
          text("tsvector", "'cat' 'fat' 'the'"),
          text("tsquery", "'fat' & 'rat'"),
          text("pg_lsn", "0/16B3748"),
          text("xid", "1234"),
          text("txid_snapshot", "10:20:10,14,15"),
          text("integer[]", "{1,NULL,3}"),
          text("integer[]", "{{1,2},{3,4}}"),
          text("text[]", "{a,\"b,c\",NULL}"),
          sample(
              "timestamptz[]",
              "{\"2024-02-29 12:34:56+02\"}",
              ColumnType.OTHER,
              "{\"2024-02-29 10:34:56+00\"}"),
          text("date[]", "{2024-02-29}"),
          text("mood$[]", "{ok,sad}"),
          text("bytea[]", "{\"\\\\xdead\"}"),
          text("posint$[]", "{1,2}"),
          text("jsonpath", "$.\"a\""));

  @Test
  void everyTypeIsToldTheSameByTheSnapshotAndTheStream() {
    site.ask("CREATE TYPE mood$ AS ENUM ('sad', 'ok'); CREATE TYPE comp$ AS (a int, b text)");
    site.ask("CREATE DOMAIN posint$ AS int CHECK (VALUE > 0)");
    site.ask("CREATE DOMAIN dnum$ AS numeric(8,3)");
    StringBuilder columns = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < SAMPLES.size(); i++) {
      columns.append(", c").append(i).append(' ').append(SAMPLES.get(i).type);
      values.append(", '").append(SAMPLES.get(i).sql.replace("'", "''")).append('\'');
    }
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY" + columns + ")");
    String insert =
        "SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; INSERT INTO a$ VALUES (%d";
    site.sql.ask(site.named(insert.formatted(1)) + values + ")");
    List<Row> rows = site.rows("a");
    check(rows.getFirst());
    FeedPosition position = site.begin("a");
    site.sql.ask(site.named(insert.formatted(2)) + values + ")");
    site.ask("UPDATE a$ SET id = 3 WHERE id = 2");
    for (Change change : site.read(position, 2, "a")) {
      assertThat(change.schema()).isEqualTo(rows.getFirst().schema());
      check(change.after().orElseThrow());
    }
  }

  private static void check(Row row) {
    for (int i = 0; i < SAMPLES.size(); i++) {
      Sample sample = SAMPLES.get(i);
      Column column = row.schema().columns().get(i + 1);
      assertThat(column.type()).as(sample.type).isEqualTo(sample.told);
      assertThat(column.scale()).as(sample.type).isEqualTo(sample.scale);
      Object[] found = {row.value(i + 1)};
      assertThat(Arrays.deepEquals(found, new Object[] {sample.value}))
          .as("%s %s is %s", sample.type, sample.sql, found[0])
          .isTrue();
    }
  }

  /** The client tells the server the zone of the process for each session that it opens. */
  @Test
  void defaultsAreToldTheSameInEveryZoneOfTheProcess() {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try (FeedSite away = new FeedSite(SERVER)) {
      away.ask(
          "CREATE TABLE a$ (id int PRIMARY KEY, at timestamptz DEFAULT '2024-07-01 12:00+00')");
      away.ask("INSERT INTO a$ VALUES (1)");
      Row row = away.rows("a").getFirst();
      FeedPosition position = away.begin("a");
      away.ask("INSERT INTO a$ VALUES (2)");
      Change change = away.read(position, 1, "a").getFirst();
      assertThat(change.schema()).isEqualTo(row.schema());
      assertThat(change.schema().columns().getLast().defaultValue())
          .isEqualTo("'2024-07-01 12:00:00+00'::timestamp with time zone");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void aValueThatAnEnumGotLaterIsAmongItsLabels() {
    site.ask("CREATE TYPE feeling$ AS ENUM ('sad')");
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY, f feeling$)");
    site.ask("INSERT INTO a$ VALUES (1, 'sad')");
    Row before = site.rows("a").getFirst();
    assertThat(before.schema().columns().getLast().labels()).containsExactly("sad");
    site.ask("ALTER TYPE feeling$ ADD VALUE 'ok'");
    Row after = site.rows("a").getFirst();
    assertThat(after.schema().columns().getLast().labels()).containsExactly("sad", "ok");
  }

  @Test
  void theNameOfATypeIsToldWhereItIsNotThePlainOneOfItsKind() {
    site.ask("CREATE EXTENSION IF NOT EXISTS citext");
    site.ask(
        "CREATE TABLE a$ (id bigint PRIMARY KEY, v varchar(7), t text, n numeric(5,2), ip inet, ci"
            + " citext)");
    site.ask("INSERT INTO a$ VALUES (1, 'v', 't', 1, '10.0.0.1', 'Ci')");
    Row row = site.rows("a").getFirst();
    assertThat(row.schema().columns())
        .extracting(Column::nativeType)
        .containsExactly("", "character varying(7)", "", "numeric(5,2)", "inet", "public.citext");
    assertThat(row.schema().columns())
        .extracting(Column::nullable)
        .containsExactly(false, true, true, true, true, true);
    assertThat(row.value("ci")).isEqualTo("Ci");
  }
}
