package io.patternsdk.benchmarks.registry;

import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.filter.Filters.gt;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.Crowd;
import io.patternsdk.benchmarks.report.Scoreboard;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.multicast.Enumeration;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.Registration;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a listing from the view takes beside one that reads PostgreSQL. */
record ViewCost(Scoreboard score, int rounds) {
  private static final int ENUMERATED = 10_000;

  void run() throws InterruptedException {
    try (PostgresServer server = PostgresServer.start();
        Backend postgres =
            DriverRegistry.load()
                .open(
                    "postgres",
                    BackendOptions.named("postgres")
                        .settings(Map.of("addresses", List.of(server.uri()))))) {
      MulticastRegistry registry = registry(postgres);
      compare(registry, "all of 10,000", Enumeration.all().limit(ENUMERATED));
      compare(registry, "a page of 100 of 10,000", Enumeration.all());
      compare(registry, "half of 10,000, no index", matching(gt("port", ENUMERATED / 2)));
      compare(registry, "1 of 10,000, by an index", matching(eq("name", "n7")));
      registry.shutdown(Deadline.after(Duration.ofSeconds(10)));
    }
  }

  private static Enumeration matching(Filter filter) {
    return Enumeration.matching(filter).limit(ENUMERATED);
  }

  private static MulticastRegistry registry(Backend postgres) throws InterruptedException {
    MulticastRegistry registry =
        MulticastRegistry.builder()
            .registry(postgres)
            .messaging(postgres)
            .maxPageSize(ENUMERATED)
            .indexedFields("name")
            .viewSize(1L << 28)
            .viewMaxStaleness(Duration.ofHours(1))
            .start();
    for (int i = 0; i < ENUMERATED; i++) {
      String metadata = "{\"port\":%d,\"name\":\"n%d\",\"protocol\":\"udp\"}".formatted(i, i);
      registry.register(Registration.of("service-" + i).metadata(JsonObject.parse(metadata)));
    }
    while (registry.enumerate(Enumeration.all()).total() < ENUMERATED
        || registry.enumerate(Enumeration.all()).staleness().isEmpty()) {
      Clock.system().sleep(Duration.ofMillis(100));
    }
    return registry;
  }

  private void compare(MulticastRegistry registry, String what, Enumeration asked) {
    Enumeration exact = asked.maxStaleness(Duration.ZERO);
    List<Line> lines =
        new Comparison("enumerate " + what)
            .add("reading PostgreSQL", Crowd.repeated(() -> registry.enumerate(exact)))
            .add("the view", Crowd.repeated(() -> registry.enumerate(asked)))
            .turn(Duration.ofMillis(80))
            .rounds(rounds)
            .run(1);
    lines.forEach(System.out::println);
    score.atMost(
        "enumerate " + what + ", from the view / reading PostgreSQL",
        lines.get(1).ratio(),
        "×",
        0.1);
  }
}
