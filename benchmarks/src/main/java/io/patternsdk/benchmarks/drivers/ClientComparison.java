package io.patternsdk.benchmarks.drivers;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.Crowd;
import io.patternsdk.benchmarks.paired.OwnCpu;
import io.patternsdk.benchmarks.report.Scoreboard;
import java.time.Duration;
import java.util.List;

/**
 * Work of a driver beside the same of its client, from virtual threads. Bytes and processor time
 * are those of the whole process.
 */
final class ClientComparison {
  private static final double TARGET = 0.95;
  private static final int[] CROWDS = {1, 8, 64};

  private final Scoreboard score;
  private final int rounds;
  private final Duration turn;

  /** Begins one; a quick one is a fast look. */
  ClientComparison(String title, boolean quick) {
    this.score = new Scoreboard(title);
    this.rounds = quick ? 3 : 7;
    this.turn = Duration.ofMillis(quick ? 50 : 300);
  }

  void compare(String what, String client, Crowd.Work raw, Crowd.Work driver) {
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

  void print() {
    score.print();
  }
}
