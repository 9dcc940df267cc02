package io.patternsdk.session.internal.regions;

import io.patternsdk.core.merge.Patch;

/** How what was written to a record is brought to another region. Thread-safe. */
@FunctionalInterface
public interface HandingOn {

  /**
   * Merges into a region what was written to a record, and does what follows from that; called
   * again, with the same stamps, after it threw.
   */
  void hand(Region region, String key, Patch patch);
}
