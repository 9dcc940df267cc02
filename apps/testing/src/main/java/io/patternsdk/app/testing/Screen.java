package io.patternsdk.app.testing;

import java.io.PrintStream;

/** Prints what happens in two columns, as far as a line of a terminal goes. */
public final class Screen {
  private static final int WIDTH = 100;

  private final PrintStream out;

  /** Makes one. */
  public Screen(PrintStream out) {
    this.out = out;
  }

  /** Prints a line; the left column is empty where a step goes on. */
  public void line(String step, String text) {
    String whole = "%-10s %s".formatted(step, text);
    out.println(whole.length() <= WIDTH ? whole : whole.substring(0, WIDTH - 3) + "...");
  }
}
