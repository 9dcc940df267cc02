package io.patternsdk.core.config;

import java.util.function.Predicate;

/** A setting whose values have an order, and so may have limits, both inclusive. */
public final class RangedSetting<T extends Comparable<? super T>> extends Setting<T> {

  RangedSetting(Settings owner, String name, Shape<T> shape) {
    super(owner, name, shape);
  }

  @Override
  public RangedSetting<T> alias(String... names) {
    super.alias(names);
    return this;
  }

  @Override
  public RangedSetting<T> check(Predicate<? super T> right, String expected) {
    super.check(right, expected);
    return this;
  }

  @Override
  public RangedSetting<T> guarding() {
    super.guarding();
    return this;
  }

  /** The smallest value that is right. */
  public RangedSetting<T> min(T least) {
    return check(value -> value.compareTo(least) >= 0, "at least " + show(least));
  }

  /** The largest value that is right. */
  public RangedSetting<T> max(T most) {
    return check(value -> value.compareTo(most) <= 0, "at most " + show(most));
  }

  /** The smallest and the largest value that are right. */
  public RangedSetting<T> range(T least, T most) {
    return check(
        value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        "from " + show(least) + " to " + show(most));
  }
}
