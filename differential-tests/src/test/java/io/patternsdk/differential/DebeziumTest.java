package io.patternsdk.differential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Debezium and this, on slots over one log: docs/coming-from-debezium.md says what differs. */
class DebeziumTest {
  @RegisterExtension static final PostgresServer SERVER = PostgresServer.start();

  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(5));
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."))
          .toAbsolutePath()
          .resolve("../docs/coming-from-debezium.md");
  private static final List<String> TABLES =
      List.of("alltypes", "nopk", "nopkfull", "comppk", "toast", "uq", "Odd Name$", "finished");
  private static final List<String> STREAMS =
      TABLES.stream().map(t -> "cdc.public." + t.replaceAll("[^A-Za-z0-9._-]", "_")).toList();

  /** How many rows there are before the changes. */
  private static final int ROWS = 9;

  private static final String FINISHED = "cdc.public.finished";

  private static final Map<String, String> MODES =
      Map.of(
          "decimal.handling.mode", "string",
          "time.precision.mode", "connect",
          "interval.handling.mode", "string");
  private static final Map<String, String> OTHER_MODES =
      Map.of(
          "decimal.handling.mode", "double",
          "time.precision.mode", "adaptive_time_microseconds");

  private static Map<String, String> types = Map.of();
  private static List<Told> debezium = List.of();
  private static List<Told> debeziumWithSchemas = List.of();
  private static List<Told> debeziumWithModes = List.of();
  private static List<Told> debeziumWithOtherModes = List.of();
  private static List<Told> ours = List.of();
  private static List<Told> compatible = List.of();
  private static List<Told> withModes = List.of();
  private static List<Told> withOtherModes = List.of();

  /** One history for all: what begins later would have another snapshot. */
  @BeforeAll
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  static void tell() throws Exception {
    try (Connection connection = DriverManager.getConnection(SERVER.jdbc());
        Statement sql = connection.createStatement()) {
      run(sql, "tables.sql");
      try (Backend source = source();
          Ours plain = new Ours(source, "plain", TABLES, Map.of());
          Ours same = new Ours(source, "same", TABLES, compatible(Map.of()));
          Ours modes = new Ours(source, "modes", TABLES, compatible(MODES));
          Ours others = new Ours(source, "others", TABLES, compatible(OTHER_MODES))) {
        for (Ours each : List.of(plain, same, modes, others)) {
          SOON.until("that ours streams", each::streams);
        }
        try (Debezium one = new Debezium(properties("one", Map.of()));
            Debezium two = new Debezium(properties("two", MODES));
            Debezium three = new Debezium(properties("three", OTHER_MODES))) {
          for (Debezium each : List.of(one, two, three)) {
            SOON.until("that Debezium has read all", () -> each.count() == ROWS);
          }
          for (String slot : List.of("one", "two", "three")) {
            SOON.until("that Debezium streams", () -> isActive(sql, slot));
          }
          run(sql, "changes.sql");
          types = types(sql);
          for (Debezium each : List.of(one, two, three)) {
            SOON.until("that Debezium has told all", () -> isFinished(each.told(false)));
          }
          for (Ours each : List.of(plain, same, modes, others)) {
            SOON.until("that all is told", () -> isFinished(each.told(List.of(FINISHED))));
          }
          debezium = one.told(false);
          debeziumWithSchemas = one.told(true);
          debeziumWithModes = two.told(true);
          debeziumWithOtherModes = three.told(true);
          ours = plain.told(STREAMS);
          compatible = same.told(STREAMS);
          withModes = modes.told(STREAMS);
          withOtherModes = others.told(STREAMS);
        }
      }
    }
  }

  @Test
  void whatIsDifferentIsWhatThePageSays() throws IOException {
    check("### What a test sees", debezium, ours);
  }

  @Test
  void whatStaysDifferentWhereItIsToBeEqualIsWhatThePageSays() throws IOException {
    check("### What stays different", debeziumWithSchemas, compatible);
  }

  @Test
  void modesOfValuesMakeNothingElseDifferent() throws IOException {
    List<List<String>> known = written("### What stays different");
    assertThat(known).containsAll(differences(debeziumWithModes, withModes));
    assertThat(known).containsAll(differences(debeziumWithOtherModes, withOtherModes));
  }

  private static void check(String heading, List<Told> theirs, List<Told> ours) throws IOException {
    List<List<String>> found = differences(theirs, ours);
    assertThat(written(heading))
        .as("the table below %s; as it is now:%n%s", heading, text(found))
        .containsExactlyInAnyOrderElementsOf(found);
  }

  private static List<List<String>> differences(List<Told> theirs, List<Told> ours) {
    assertThat(theirs).hasSizeGreaterThan(STREAMS.size());
    Differences differences = new Differences(types);
    differences.compare(theirs, ours);
    return differences.rows();
  }

  private static String text(List<List<String>> found) {
    return found.stream()
        .map(row -> "| " + String.join(" | ", row) + " |")
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** The first three cells of the rows below a heading; each has its reason in the fourth. */
  private static List<List<String>> written(String heading) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int from = lines.indexOf(heading);
    assertThat(from).as(heading).isNotNegative();
    List<List<String>> rows =
        lines.subList(from, lines.size()).stream()
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
            .toList();
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(4).doesNotContain(""));
    return rows.stream().map(row -> row.subList(0, 3)).toList();
  }

  private static Map<String, Object> compatible(Map<String, String> modes) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("compatibility", "debezium");
    settings.put("schemas_enable", true);
    modes.forEach((name, mode) -> settings.put(name.replace('.', '_'), mode));
    return settings;
  }

  private static Properties properties(String name, Map<String, String> modes) {
    Map<String, String> all = new HashMap<>(modes);
    all.put("name", name);
    all.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    all.put("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
    all.put("offset.flush.interval.ms", "1000");
    all.put("database.hostname", SERVER.host());
    all.put("database.port", Integer.toString(SERVER.port()));
    all.put("database.user", PostgresProfile.USER);
    all.put("database.password", "none is asked for");
    all.put("database.dbname", PostgresProfile.USER);
    all.put("topic.prefix", "cdc");
    all.put("slot.name", name);
    all.put("publication.name", name);
    all.put("plugin.name", "pgoutput");
    all.put("publication.autocreate.mode", "filtered");
    all.put("table.include.list", "public\\..*");
    all.put("skipped.operations", "none");
    all.put("poll.interval.ms", "20");
    Properties properties = new Properties();
    properties.putAll(all);
    return properties;
  }

  private static Backend source() {
    return DriverRegistry.load()
        .open(
            "postgres",
            BackendOptions.named("source")
                .namespace("differential")
                .operationTimeout(Duration.ofSeconds(30))
                .settings(Map.of("addresses", SERVER.uri(), "min_idle", 0)));
  }

  private static void run(Statement sql, String script) throws SQLException, IOException {
    for (String statement : script(script).split(";\\s")) {
      if (!statement.isBlank()) {
        sql.execute(statement);
      }
    }
  }

  private static String script(String name) throws IOException {
    try (InputStream in = DebeziumTest.class.getResourceAsStream("/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  /** What the database calls the types of columns, by table and column. */
  private static Map<String, String> types(Statement sql) throws SQLException {
    Map<String, String> types = new HashMap<>();
    try (ResultSet rows =
        sql.executeQuery(
            """
            SELECT c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
              || CASE WHEN a.attgenerated <> '' THEN ', computed' ELSE '' END
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
            """)) {
      while (rows.next()) {
        types.put(rows.getString(1), rows.getString(2));
      }
    }
    return types;
  }

  private static boolean isFinished(List<Told> told) {
    return told.stream().anyMatch(each -> each.topic().equals(FINISHED));
  }

  private static boolean isActive(Statement sql, String slot) {
    String query = "SELECT 1 FROM pg_replication_slots WHERE active AND slot_name = '" + slot + "'";
    try (ResultSet rows = sql.executeQuery(query)) {
      return rows.next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
