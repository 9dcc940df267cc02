package io.patternsdk.benchmarks.drivers;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.Crowd;
import io.patternsdk.benchmarks.paired.OwnCpu;
import io.patternsdk.benchmarks.report.Scoreboard;
import java.time.Duration;
import java.util.List;

/**
 * Streams of drivers beside their clients, from virtual threads: {@code script/bench drivers}.
 * Bytes and processor time are those of the whole process.
 */
public final class StreamCost {
  private static final double TARGET = 0.95;
  private static final int[] CROWDS = {1, 8, 64};

  private final Scoreboard score = new Scoreboard("Streams: throughput beside the client's own");
  private final int rounds;
  private final Duration turn;

  private StreamCost(boolean quick) {
    this.rounds = quick ? 3 : 7;
    this.turn = Duration.ofMillis(quick ? 50 : 300);
  }

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) throws Exception {
    StreamCost bench = new StreamCost(List.of(args).contains("--quick"));
    try (RedisStreamWork redis = RedisStreamWork.start()) {
      bench.compare("Redis append", "lettuce, XADD", redis::add, redis.driver()::append);
      bench.compare(
          "Redis read of 100",
          "lettuce, XREADGROUP",
          new Rereading(redis::reader)::next,
          new Rereading(redis.driver()::reader)::next);
    }
    try (NatsStreamWork nats = NatsStreamWork.start()) {
      bench.compare("NATS append", "jnats, publish", nats::publish, nats.driver()::append);
      bench.compare(
          "NATS read of 100",
          "jnats, fetch",
          new Rereading(nats::reader)::next,
          new Rereading(nats.driver()::reader)::next);
    }
    bench.score.print();
  }

  private void compare(String what, String client, Crowd.Work raw, Crowd.Work driver) {
    for (int crowd : CROWDS) {
      OwnCpu theirs = new OwnCpu(Crowd.of(crowd, raw));
      OwnCpu ours = new OwnCpu(Crowd.of(crowd, driver));
      List<Line> lines =
          new Comparison(what)
              .add(client, theirs)
              .add("driver", ours)
              .everyThread()
              .turn(turn)
              .rounds(rounds)
              .run(1);
      String name = what + ", " + crowd + (crowd == 1 ? " thread" : " threads");
      System.out.println(name);
      lines.forEach(System.out::println);
      score.atLeast(name, 1 / lines.get(1).ratio(), "", TARGET);
      score.note(
          "… processor time of its own / the client's",
          ours.nanos(rounds) / theirs.nanos(rounds),
          "");
      score.note("… allocated, driver", lines.get(1).bytes(), "B");
      score.note("… allocated, client", lines.get(0).bytes(), "B");
    }
  }
}
