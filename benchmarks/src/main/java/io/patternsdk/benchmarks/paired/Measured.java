package io.patternsdk.benchmarks.paired;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

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
        median(runs, Line::nanos),
        median(runs, Line::bytes),
        median(runs, Line::ratio),
        (int) median(runs, Line::undisturbed));
  }

  private static double median(List<Line> runs, ToDoubleFunction<Line> value) {
    return Comparison.median(runs.stream().mapToDouble(value).boxed().toList());
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
