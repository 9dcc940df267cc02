package io.patternsdk.examples.leader;

import io.patternsdk.lifecycle.Runner;

/** Runs the pattern as a program: {@code --dev} needs nothing else. */
public final class LeaderMain {
  private LeaderMain() {}

  /** Runs it with the options of the command line, and ends the process. */
  public static void main(String[] args) {
    Runner.main(Runner.of(new LeaderProvider()), args);
  }
}
