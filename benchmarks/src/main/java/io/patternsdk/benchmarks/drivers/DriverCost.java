package io.patternsdk.benchmarks.drivers;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.report.Scoreboard;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Drivers beside their clients doing the same work, from virtual threads: {@code script/bench
 * drivers}. A driver is called through the core's checks, with a namespace and without layers.
 */
public final class DriverCost {
  private static final double TARGET = 0.95;
  private static final int[] CROWDS = {1, 8, 64};

  private final Scoreboard score = new Scoreboard("Drivers: throughput beside the client's own");
  private final int rounds;

  private DriverCost(int rounds) {
    this.rounds = rounds;
  }

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) throws Exception {
    DriverCost bench = new DriverCost(List.of(args).contains("--quick") ? 9 : 31);
    try (RedisWork redis = RedisWork.start()) {
      bench.compare("Redis GET", redis::get);
      bench.compare("Redis SET", redis::set);
    }
    try (NatsWork nats = NatsWork.start()) {
      bench.compare("NATS publish", nats::publish);
      if (nats.hasQueues()) {
        bench.compare("JetStream publish", nats::enqueue);
      }
    }
    bench.score.print();
  }

  /** The first contender is the client, the second the driver; others are for orientation. */
  private void compare(String what, IntFunction<Comparison> work) {
    var unused = timed(work.apply(8)).rounds(20).run(1); // until the compiler has seen it all
    for (int crowd : CROWDS) {
      List<Line> lines = timed(work.apply(crowd)).rounds(rounds).run(1);
      String name = what + ", " + crowd + (crowd == 1 ? " thread" : " threads");
      System.out.println(name);
      lines.forEach(System.out::println);
      score.atLeast(name, 1 / lines.get(1).ratio(), "", TARGET);
    }
  }

  private static Comparison timed(Comparison comparison) {
    return comparison.turn(Duration.ofMillis(50));
  }
}
