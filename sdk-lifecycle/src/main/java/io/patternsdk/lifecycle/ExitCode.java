package io.patternsdk.lifecycle;

/** What the process ends with. */
public enum ExitCode {
  /** Everything that was accepted has been finished. */
  CLEAN(0),
  /** Something failed that nobody expected, or the pattern said that it could not go on. */
  ERROR(1),
  /** Work was left when the time for stopping was over, or a second signal cut it short. */
  TIMED_OUT(2),
  /** The memory was exhausted; whatever was under way is as after a kill. */
  OUT_OF_MEMORY(3),
  /** A backend could not be used at start (EX_UNAVAILABLE). */
  UNAVAILABLE(69),
  /** The command line or the configuration is wrong, or a slot was refused (EX_CONFIG). */
  CONFIGURATION(78);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns the number. */
  public int code() {
    return code;
  }
}
