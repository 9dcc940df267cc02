package io.patternsdk.app.cdc.demo;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.app.testing.Screen;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.stream.MessageStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Captures the tables of pgbench: a snapshot, then what pgbench changes. The process is killed with
 * SIGKILL in the snapshot and in the middle of pgbench; then SQL compares what was made of the
 * events with the tables.
 */
final class PgbenchDemo {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final List<String> TABLES =
      List.of("pgbench_accounts", "pgbench_branches", "pgbench_tellers", "pgbench_history");
  private static final Map<String, String> KEYS =
      new TreeMap<>(Map.of("accounts", "aid", "branches", "bid", "tellers", "tid"));
  private static final Pattern TRANSACTIONS = Pattern.compile("actually processed: (\\d+)");
  private static final double FIRST_KILL = 0.3;

  private final Screen screen;
  private final Captor captor;
  private final Setting setting;
  private final long end = System.nanoTime() + PATIENCE.toNanos();
  private double longestLag;
  private long largestLag;

  /**
   * How it runs.
   *
   * @param seconds how long pgbench changes the tables
   * @param clients by how many clients
   * @param driver of the backend with the streams
   * @param key the setting of that which says where it is
   * @param address where it is
   * @param streamed the tables that go to streams; the others are delivered as tables
   * @param copied where ClickHouse is, to which they are delivered; empty for the source itself
   */
  private record Setting(
      int seconds,
      int clients,
      String driver,
      String key,
      String address,
      List<String> streamed,
      String copied) {}

  private PgbenchDemo(Screen screen, Captor captor, Setting setting) {
    this.screen = screen;
    this.captor = captor;
    this.setting = setting;
  }

  /**
   * Runs it: whether the output is a terminal, where the log goes, the seconds, the clients, the
   * driver of the streams with the setting and the address where they are, the tables that go
   * there, where the others go or {@code source}, and the command that captures. Tells whether all
   * was equal.
   */
  static boolean run(String[] args) throws IOException, InterruptedException {
    List<String> all = List.of(args);
    Screen screen = new Screen(System.out, all.get(0).equals("terminal"));
    Captor captor = new Captor(screen, Path.of(all.get(1)), all.subList(9, all.size()));
    Setting setting =
        new Setting(
            Integer.parseInt(all.get(2)),
            Integer.parseInt(all.get(3)),
            all.get(4),
            all.get(5),
            all.get(6),
            List.of(all.get(7).split(",")),
            all.get(8).equals("source") ? "" : all.get(8));
    return new PgbenchDemo(screen, captor, setting).run();
  }

  private boolean run() throws IOException, InterruptedException {
    long rows = 0;
    for (String table : TABLES) {
      rows += Psql.number("SELECT count(*) FROM " + table);
    }
    snapshot(rows);
    change();
    boolean stopped = captor.stop();
    long messages = 0;
    DriverRegistry drivers = DriverRegistry.load();
    try (Backend events =
        drivers.open(
            setting.driver,
            BackendOptions.named("events")
                .namespace("cdc")
                .settings(Map.of(setting.key, setting.address)))) {
      MessageStream streams = events.require(STREAM_BASIC);
      for (String table : setting.streamed) {
        messages += Replay.of(streams, table);
      }
    }
    boolean summed = setting.copied.isEmpty() || summed(new ClickHouseCopy(setting.copied));
    return compared(messages) && summed && stopped;
  }

  /** Compares sums where the tables are, and loads the rows so that all are compared. */
  private boolean summed(ClickHouseCopy copy) throws IOException, InterruptedException {
    boolean equal = true;
    for (Map.Entry<String, String> key : KEYS.entrySet()) {
      String column = key.getKey().substring(0, 1) + "balance";
      ClickHouseCopy.Sums sums = copy.sums("pgbench_" + key.getKey(), column);
      screen.line(
          "sum",
          "%-16s rows and %s: %s, source: %s"
              .formatted("pgbench_" + key.getKey(), column, sums.here(), sums.source()));
      equal &= sums.equal();
      copy.load("pgbench_" + key.getKey(), key.getValue());
    }
    return equal;
  }

  private void snapshot(long rows) throws IOException, InterruptedException {
    JsonObject status = status();
    while (Captor.count(status, "delivered") < (long) (rows * FIRST_KILL)) {
      draw(status, Captor.count(status, "delivered"), rows);
      status = status();
    }
    captor.kill("in the snapshot, with " + Captor.counts(status()), "again, where it was");
    long began = System.nanoTime();
    status = status();
    while (!status.string("role").equals("streaming")) {
      long done = status.has("snapshot") ? status.object("snapshot").number("rows").toLong() : 0;
      draw(status, done, rows);
      status = status();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long rest = Captor.count(status, "delivered");
    screen.line(
        "snapshot",
        "the other %,d of %,d rows in %.1f s, %,.0f/s"
            .formatted(rest, rows, seconds, rest / seconds));
  }

  /** Draws how many rows of all are there, and waits a little. */
  private void draw(JsonObject status, long done, long all) throws IOException {
    screen.progress(
        "snapshot",
        Math.min(1, (double) done / all),
        "%,d of %,d rows%s".formatted(done, all, rest(status)));
    captor.pause(end);
  }

  private static String rest(JsonObject status) {
    if (!status.has("snapshot")) {
      return "";
    }
    JsonObject snapshot = status.object("snapshot");
    return ", %s/s".formatted(snapshot.number("rows_per_second"))
        + (snapshot.has("remaining_seconds")
            ? ", %.0f s left".formatted(snapshot.number("remaining_seconds").toDouble())
            : "");
  }

  private void change() throws IOException, InterruptedException {
    Process pgbench =
        new ProcessBuilder("pgbench", "-n", "-c", "" + setting.clients, "-T", "" + setting.seconds)
            .redirectErrorStream(true)
            .start();
    long began = System.nanoTime();
    long half = began + Duration.ofSeconds(setting.seconds).toNanos() / 2;
    long before = Captor.count(status(), "delivered");
    while (System.nanoTime() < half) {
      follow("%,d changes");
    }
    long first = Captor.count(status(), "delivered") - before;
    captor.kill("while pgbench runs, with " + Captor.counts(status()), "again, where it was");
    while (pgbench.isAlive()) {
      follow("%,d changes since");
    }
    String said = new String(pgbench.getInputStream().readAllBytes(), UTF_8);
    Matcher transactions = TRANSACTIONS.matcher(said);
    if (pgbench.waitFor() != 0 || !transactions.find()) {
      throw new IllegalStateException("pgbench: " + said);
    }
    screen.line(
        "pgbench",
        "%s transactions of 4 changes, %d clients, %d s"
            .formatted(transactions.group(1), setting.clients, setting.seconds));
    long last = Psql.number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
    while (!isDelivered(status(), last)) {
      follow("%,d changes since");
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long delivered = first + Captor.count(status(), "delivered");
    screen.line("capture", Captor.counts(status()));
    screen.line(
        "rate",
        "%,d changes in %.1f s, %,.0f/s; lag at most %,d changes, %.1f s"
            .formatted(delivered, seconds, delivered / seconds, largestLag, longestLag));
  }

  /** Draws how it goes, and notes how far it is behind. */
  private void follow(String text) throws IOException, InterruptedException {
    JsonObject status = status();
    JsonObject all = status.object("destinations");
    long changes = 0;
    double seconds = 0;
    String cause = "none";
    for (String name : all.names()) {
      JsonObject lag = all.object(name).object("lag");
      changes = Math.max(changes, lag.number("changes").toLong());
      if (lag.number("seconds").toDouble() >= seconds) {
        seconds = lag.number("seconds").toDouble();
        cause = lag.string("cause");
      }
    }
    largestLag = Math.max(largestLag, changes);
    longestLag = Math.max(longestLag, seconds);
    long done = Captor.count(status, "delivered");
    screen.progress(
        "stream",
        done / (double) Math.max(1, done + changes),
        (text + " delivered; lag %,d changes, %.1f s (%s)")
            .formatted(done, changes, seconds, cause));
    captor.pause(end);
  }

  private static boolean isDelivered(JsonObject status, long lsn) {
    JsonObject all = status.object("destinations");
    return all.names().stream()
        .map(all::object)
        .allMatch(
            each ->
                each.has("position")
                    && FeedPosition.parse(each.string("position")).commit() >= lsn);
  }

  /** Waits for the first answer where it has just been started. */
  private JsonObject status() throws IOException, InterruptedException {
    while (true) {
      JsonObject status = captor.status().orElse(JsonObject.EMPTY);
      if (status.has("destinations")) {
        return status;
      }
      captor.pause(end);
    }
  }

  private boolean compared(long messages) throws IOException, InterruptedException {
    screen.line("events", "%,d messages became tables by SQL".formatted(messages));
    long different = 0;
    long rows = 0;
    for (String table : TABLES) {
      String counts =
          Psql.ask(
              """
              SELECT (SELECT count(*) FROM public.%1$s),
                (SELECT count(*) FROM (SELECT s::text FROM public.%1$s s
                  EXCEPT ALL SELECT c::text FROM copy.%1$s c) AS missing),
                (SELECT count(*) FROM (SELECT c::text FROM copy.%1$s c
                  EXCEPT ALL SELECT s::text FROM public.%1$s s) AS more)
              """
                  .formatted(table));
      String[] each = counts.split(" ");
      rows += Long.parseLong(each[0]);
      different += Long.parseLong(each[1]) + Long.parseLong(each[2]);
      screen.line(
          "compare",
          "%-16s %,d rows, %s missing, %s too many%s"
              .formatted(
                  table,
                  Long.parseLong(each[0]),
                  each[1],
                  each[2],
                  setting.streamed.contains(table) ? ", of messages" : ""));
    }
    long twice = 0;
    for (String table : setting.streamed) {
      twice +=
          Psql.number(
              "SELECT count(*) - count(DISTINCT id) FROM copy.%s_events WHERE body ->> 'op' <> 'r'"
                  .formatted(table));
    }
    boolean once = !setting.driver.equals("kafka") || twice == 0;
    screen.line(
        "repeated",
        "%,d messages of changes came again%s".formatted(twice, once ? "" : ", AND NONE MAY"));
    screen.line(
        "proof",
        "psql, source EXCEPT ALL copy and the reverse, %,d rows: %s"
            .formatted(
                rows,
                different == 0 && rows > 0 ? "equal row by row" : "DIFFERENT by " + different));
    return different == 0 && rows > 0 && once;
  }
}
