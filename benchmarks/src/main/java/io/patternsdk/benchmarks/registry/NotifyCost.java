package io.patternsdk.benchmarks.registry;

import static io.patternsdk.core.filter.Filters.all;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.Crowd;
import io.patternsdk.benchmarks.paired.OwnCpu;
import io.patternsdk.benchmarks.report.Scoreboard;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.multicast.Enumeration;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.testkit.server.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A multicast on PostgreSQL alone beside pipelined NOTIFYs by hand, in one transaction. Bytes and
 * processor time are those of the whole process.
 */
record NotifyCost(Scoreboard score, int rounds) {
  private static final int TARGETS = 1_000;
  private static final String TEXT = "x".repeat(100);
  private static final double TARGET = 1.5;

  void run() throws SQLException {
    try (PostgresServer server = PostgresServer.start();
        Connection pgjdbc = DriverManager.getConnection(server.jdbc());
        Backend postgres =
            DriverRegistry.load()
                .open(
                    "postgres",
                    BackendOptions.named("postgres")
                        .namespace(Backends.NAMESPACE)
                        .settings(Map.of("addresses", List.of(server.uri()))))) {
      pgjdbc.setAutoCommit(false);
      compare(
          registry(postgres),
          new Publisher(
              "postgres",
              "pgjdbc",
              (topics, body) -> notifyAll(pgjdbc, topics),
              postgres.require(StandardCapabilities.PUBSUB_BASIC),
              Backends.topics(TARGETS)));
    }
  }

  private static MulticastRegistry registry(Backend postgres) {
    return Backends.filled(
        MulticastRegistry.builder().registry(postgres).messaging(postgres).maxPageSize(TARGETS),
        TARGETS);
  }

  private static void notifyAll(Connection pgjdbc, List<String> channels) throws SQLException {
    try (Statement statement = pgjdbc.createStatement()) {
      for (String channel : channels) {
        statement.addBatch("NOTIFY \"" + channel + "\", '" + TEXT + "'");
      }
      int[] unused = statement.executeBatch();
    }
    pgjdbc.commit();
  }

  private void compare(MulticastRegistry registry, Publisher publisher) {
    Multicast message = Multicast.to(all(), TEXT.getBytes(StandardCharsets.UTF_8));
    Enumeration everything = Enumeration.all().limit(TARGETS);
    List<OwnCpu> turns = new ArrayList<>();
    for (Crowd.Work work :
        List.<Crowd.Work>of(
            publisher::raw,
            publisher::publishAll,
            () -> registry.multicast(message),
            () -> registry.enumerate(everything))) {
      turns.add(new OwnCpu(Crowd.repeated(work)));
    }
    List<Line> lines =
        new Comparison("multicast")
            .add(publisher.client() + ", pipelined NOTIFY", turns.get(0))
            .add("driver, publishAll", turns.get(1))
            .add("multicast", turns.get(2))
            .add("its selection alone", turns.get(3))
            .everyThread()
            .turn(Duration.ofMillis(80))
            .rounds(rounds)
            .run(1);
    lines.forEach(System.out::println);
    print(lines, turns.stream().map(turn -> turn.nanos(rounds)).toList());
  }

  private void print(List<Line> lines, List<Double> cpu) {
    String what = " to 1,000 on PostgreSQL / NOTIFY by hand";
    double fanOut = (lines.get(2).nanos() - lines.get(3).nanos()) / lines.get(0).nanos();
    score.note("publishAll" + what, lines.get(1).ratio(), "×");
    score.note("… processor time of its own", cpu.get(1) / cpu.get(0), "×");
    score.atMost("multicast, fan-out only," + what, fanOut, "×", TARGET);
    score.note("… processor time of its own", (cpu.get(2) - cpu.get(3)) / cpu.get(0), "×");
    score.atMost("multicast, selection included," + what, lines.get(2).ratio(), "×", TARGET);
    score.note("… processor time of its own", cpu.get(2) / cpu.get(0), "×");
    score.note("… allocated, multicast", lines.get(2).bytes(), "B");
    score.note("… allocated, publishAll", lines.get(1).bytes(), "B");
    score.note("… allocated, by hand", lines.get(0).bytes(), "B");
  }
}
