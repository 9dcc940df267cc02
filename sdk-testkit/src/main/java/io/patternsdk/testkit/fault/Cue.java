package io.patternsdk.testkit.fault;

import io.patternsdk.core.layer.Operation;
import java.util.SplittableRandom;

/** A fault with the calls that it strikes. Not thread-safe. */
final class Cue {
  private final String where;
  private final Fault fault;
  private final double chance;
  private long left;

  Cue(String where, Fault fault, double chance, long left) {
    this.where = where;
    this.fault = fault;
    this.chance = chance;
    this.left = left;
  }

  Fault fault() {
    return fault;
  }

  /** Whether it strikes this call; each strike of a limited number is used up. */
  boolean strikes(Operation operation, SplittableRandom random) {
    if (left == 0 || !matches(where, operation.toString())) {
      return false;
    }
    if (chance < 1 && random.nextDouble() >= chance) {
      return false;
    }
    left--;
    return true;
  }

  /** Whether {@code where} is {@code *}, the operation, its name alone or its capability's all. */
  static boolean matches(String where, String operation) {
    int dot = operation.lastIndexOf('.');
    return where.equals("*")
        || where.equals(operation)
        || where.equals(operation.substring(dot + 1))
        || where.equals(operation.substring(0, dot) + ".*");
  }
}
