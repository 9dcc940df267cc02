package io.patternsdk.benchmarks.paired;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bench measured, comparison by comparison.
 *
 * @param lines one for each contender
 */
public record Measured(List<Line> lines) {

  static Measured median(List<Line[]> runs) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < runs.getFirst().length; i++) {
      int index = i;
      lines.add(median(runs.stream().map(run -> run[index]).toList(), runs.getFirst()[i]));
    }
    return new Measured(lines);
  }

  private static Line median(List<Line> runs, Line first) {
    return new Line(
        first.title(),
        first.name(),
        first.threads(),
        Rounds.median(runs, Line::nanos),
        Rounds.median(runs, Line::bytes),
        Rounds.median(runs, Line::ratio),
        (int) Rounds.median(runs, Line::undisturbed));
  }

  /** Returns the line of a contender in the comparison of that title, on one thread. */
  public Line line(String title, String name) {
    return line(title, name, 1);
  }

  /** Returns the line of a contender in the comparison of that title, on so many threads. */
  public Line line(String title, String name, int threads) {
    return lines.stream()
        .filter(line -> line.title().equals(title) && line.name().equals(name))
        .filter(line -> line.threads() == threads)
        .findFirst()
        .orElseThrow();
  }

  /** Prints a table for each comparison. */
  public void print() {
    String title = "";
    for (Line line : lines) {
      if (!line.title().equals(title)) {
        title = line.title();
        System.out.println();
        System.out.println(title);
      }
      System.out.println(line);
    }
  }
}
