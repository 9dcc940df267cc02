package io.patternsdk.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what was measured beside what is wanted, and prints both. For one thread. */
public final class Scoreboard {
  private final String title;
  private final List<Row> rows = new ArrayList<>();

  /** Starts an empty one. */
  public Scoreboard(String title) {
    this.title = title;
  }

  /** Adds a number that is good if it is small. */
  public void atMost(String what, double measured, String unit, double target) {
    rows.add(new Row(what, measured, unit, "≤", target, measured <= target));
  }

  /** Adds a number that is good if it is large. */
  public void atLeast(String what, double measured, String unit, double target) {
    rows.add(new Row(what, measured, unit, "≥", target, measured >= target));
  }

  /** Adds a number without a target. */
  public void note(String what, double measured, String unit) {
    rows.add(new Row(what, measured, unit, "", 0, true));
  }

  /** Prints a line for each number. */
  public void print() {
    System.out.println();
    System.out.println(title);
    rows.forEach(System.out::println);
  }

  private record Row(
      String what, double measured, String unit, String relation, double target, boolean met) {
    @Override
    public String toString() {
      String wanted =
          relation.isEmpty()
              ? ""
              : String.format(
                  Locale.ROOT, "%s %-9s %s", relation, number(target), met ? "met" : "MISSED");
      return String.format(Locale.ROOT, "  %-62s %9s %-5s %s", what, number(measured), unit, wanted)
          .stripTrailing();
    }

    private static String number(double value) {
      return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
  }
}
