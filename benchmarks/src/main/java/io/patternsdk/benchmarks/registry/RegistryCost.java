package io.patternsdk.benchmarks.registry;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.eq;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.Crowd;
import io.patternsdk.benchmarks.report.Scoreboard;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.multicast.Enumeration;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import java.time.Duration;
import java.util.List;

/**
 * What the registry costs beside a client used by hand: {@code script/bench registry}.
 *
 * <p>By hand nothing is decoded, filtered or sorted, and whoever publishes knows the topics.
 */
public final class RegistryCost {
  private static final int ENUMERATED = 10_000;
  private static final int TARGETS = 1_000;
  private static final byte[] PAYLOAD = "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final Scoreboard score = new Scoreboard("The registry: time beside the client's own");
  private final int rounds;

  private RegistryCost(int rounds) {
    this.rounds = rounds;
  }

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) throws Exception {
    RegistryCost bench = new RegistryCost(List.of(args).contains("--quick") ? 9 : 31);
    try (Backends backends = Backends.start()) {
      bench.enumerate(backends);
    }
    try (Backends backends = Backends.start()) {
      bench.multicast("Redis", backends, backends.redisPublisher(TARGETS));
    }
    try (Backends backends = Backends.start()) {
      bench.multicast("NATS", backends, backends.natsPublisher(TARGETS));
    }
    new NotifyCost(bench.score, bench.rounds).run();
    new ViewCost(bench.score, bench.rounds).run();
    bench.score.print();
  }

  private void enumerate(Backends backends) {
    MulticastRegistry registry = backends.registry("redis", ENUMERATED, 100);
    Enumeration everything = Enumeration.all().limit(ENUMERATED);
    Enumeration few = Enumeration.matching(eq("port", 7)).limit(ENUMERATED);
    RawScan raw = new RawScan(backends.lettuce(), "multicast-registry:identity:*");
    List<Line> lines =
        run(
            new Comparison("enumerate")
                .add("lettuce, SCAN and pipelined MGET", Crowd.repeated(raw::values))
                .add("entries", Crowd.repeated(backends::entries))
                .add("enumerate", Crowd.repeated(() -> registry.enumerate(everything)))
                .add("enumerate, a filter", Crowd.repeated(() -> registry.enumerate(few)))
                .add(
                    "lettuce, and every value parsed",
                    Crowd.repeated(() -> raw.values().forEach(JsonObject::parse))));
    String what = " of 10,000 on Redis / SCAN + MGET by hand";
    score.atMost("keyvalue_scan entries" + what, lines.get(1).ratio(), "×", 1.5);
    score.atMost("enumerate" + what, lines.get(2).ratio(), "×", 1.5);
    score.note("enumerate, few match" + what, lines.get(3).ratio(), "×");
    score.note("by hand with every value parsed as JSON / by hand", lines.get(4).ratio(), "×");
  }

  private void multicast(String name, Backends backends, Publisher publisher) {
    MulticastRegistry registry = backends.registry(publisher.driver(), TARGETS, 100);
    MulticastRegistry unsplit = backends.registry(publisher.driver(), 0, TARGETS);
    Multicast message = Multicast.to(all(), PAYLOAD);
    Enumeration everything = Enumeration.all().limit(TARGETS);
    List<Line> lines =
        run(
            new Comparison("multicast")
                .add(publisher.client() + ", pipelined publish", Crowd.repeated(publisher::raw))
                .add("driver, publishAll", Crowd.repeated(publisher::publishAll))
                .add("multicast", Crowd.repeated(() -> registry.multicast(message)))
                .add("its selection alone", Crowd.repeated(() -> registry.enumerate(everything)))
                .add("multicast, one batch", Crowd.repeated(() -> unsplit.multicast(message))));
    double fanOut = (lines.get(2).nanos() - lines.get(3).nanos()) / lines.get(0).nanos();
    double unsplitFanOut = (lines.get(4).nanos() - lines.get(3).nanos()) / lines.get(0).nanos();
    String what = " to 1,000 on " + name + " / publish by hand";
    score.note("publishAll" + what, lines.get(1).ratio(), "×");
    score.atMost("multicast, fan-out only," + what, fanOut, "×", 1.5);
    score.note("the same with batch_size 1,000 instead of 100", unsplitFanOut, "×");
    score.atMost("multicast, selection included," + what, lines.get(2).ratio(), "×", 1.5);
  }

  private List<Line> run(Comparison comparison) {
    List<Line> lines = comparison.turn(Duration.ofMillis(80)).rounds(rounds).run(1);
    lines.forEach(System.out::println);
    return lines;
  }
}
