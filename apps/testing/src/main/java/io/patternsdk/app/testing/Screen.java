package io.patternsdk.app.testing;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Prints what happens in two columns, as far as a line of a terminal goes. For one thread at a
 * time.
 */
public final class Screen {
  private static final int WIDTH = 100;
  private static final int BAR = 20;
  private static final Duration REDRAWN = Duration.ofMillis(100);
  private static final Duration REPEATED = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean terminal;
  private long drawn = System.nanoTime() - REPEATED.toNanos();
  private boolean open;

  /** Makes one that is no terminal. */
  public Screen(PrintStream out) {
    this(out, false);
  }

  /**
   * Makes one.
   *
   * @param terminal whether a line can be drawn anew
   */
  public Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Prints a line; the left column is empty where a step goes on. */
  public void line(String step, String text) {
    if (open) {
      out.print("\r\033[K");
      open = false;
    }
    out.println(columns(step, text));
  }

  /**
   * Draws how far a step is, in place of how far it was; where lines cannot be drawn anew, now and
   * then on a line of its own.
   *
   * @param done how much of it is done, up to 1
   */
  public void progress(String step, double done, String text) {
    long now = System.nanoTime();
    if (now - drawn < (terminal ? REDRAWN : REPEATED).toNanos()) {
      return;
    }
    drawn = now;
    int full = (int) (Math.clamp(done, 0, 1) * BAR);
    String whole = columns(step, "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + text);
    if (terminal) {
      out.print("\r" + whole + "\033[K");
      out.flush();
      open = true;
    } else {
      out.println(whole);
    }
  }

  private static String columns(String step, String text) {
    String whole = "%-10s %s".formatted(step, text);
    return whole.length() <= WIDTH ? whole : whole.substring(0, WIDTH - 3) + "...";
  }
}
