package io.patternsdk.core.pattern;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.config.Settings;
import java.util.List;
import java.util.Optional;

/** What a pattern is made with. */
public interface PatternContext {

  /** Returns the pattern's own settings, in which problems are noted. */
  Settings settings();

  /**
   * Returns the backend of a required slot, guarded and measured.
   *
   * @throws IllegalArgumentException if the pattern has no required slot of this name
   */
  FilledSlot slot(String name);

  /** Returns the backend of an optional slot; empty if nobody filled it. */
  Optional<FilledSlot> optionalSlot(String name);

  /**
   * Returns the members of a slot that takes many, in the order of configuration: all of them, also
   * those that are not open yet.
   */
  List<FilledSlot> members(String name);

  /** Returns how many workers {@code concurrency.workers} allows the pattern. */
  int workers();

  /** Returns the source of time. */
  Clock clock();

  /**
   * Returns the memory that all who keep something for others share: what waits for receivers, what
   * a listing has read.
   */
  ByteBudget budget();

  /** Returns where the pattern counts what it does. */
  Meters meters();

  /**
   * Says that the pattern cannot go on: the cause is logged, it is shut down gracefully, and the
   * process ends with exit code 1. Returns at once; may be called by any thread.
   */
  void fail(Throwable cause);
}
