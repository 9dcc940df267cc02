package io.patternsdk.benchmarks.primitives;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.Measured;
import io.patternsdk.benchmarks.report.Scoreboard;

/** Holds what was measured against what is wanted, as ratios to the peer of each comparison. */
final class Targets {
  private final Scoreboard score;
  private final Measured measured;

  Targets(String title, Measured measured) {
    this.score = new Scoreboard(title);
    this.measured = measured;
  }

  void atMost(String comparison, String name, int threads, double ratio) {
    Line line = measured.line(comparison, name, threads);
    score.atMost(comparison + ", " + name + ", " + threads + "T", line.ratio(), "×", ratio);
  }

  /** Takes the ratios on one thread, on two and so on. */
  void byThreads(String comparison, String name, double... ratios) {
    for (int i = 0; i < ratios.length; i++) {
      atMost(comparison, name, i + 1, ratios[i]);
    }
  }

  /** A byte in a hundred calls is the JVM's own. */
  void noMemory(String comparison, String... names) {
    for (String name : names) {
      Line line = measured.line(comparison, name);
      score.atMost(comparison + ", " + name, line.bytes(), "B", 0.01);
    }
  }

  void print() {
    score.print();
  }
}
