package io.patternsdk.core;

/**
 * The state of a backend or a pattern at the time of asking.
 *
 * @param status how it is
 * @param detail one line for an operator; empty if there is nothing to say
 */
public record Health(Status status, String detail) {

  /** How something is. */
  public enum Status {
    /** It does its work. */
    UP,
    /** It does its work, but not all of it or not well. */
    DEGRADED,
    /** It does not do its work. */
    DOWN
  }

  /** Returns a healthy state. */
  public static Health up() {
    return new Health(Status.UP, "");
  }

  /** Returns a state that works but worries, with the reason. */
  public static Health degraded(String detail) {
    return new Health(Status.DEGRADED, detail);
  }

  /** Returns a state that does not work, with the reason. */
  public static Health down(String detail) {
    return new Health(Status.DOWN, detail);
  }

  /** Tells whether it can be used, well or not. */
  public boolean usable() {
    return status != Status.DOWN;
  }
}
