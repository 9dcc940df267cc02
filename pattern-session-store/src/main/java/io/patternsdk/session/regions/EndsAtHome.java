package io.patternsdk.session.regions;

import io.patternsdk.core.merge.Patch;

/** Hands on ends of records, which are decided in one region each. Thread-safe. */
@FunctionalInterface
public interface EndsAtHome {

  /**
   * Brings to a region what was written to a record whose end is part of it; called again, with the
   * same stamps, after it threw.
   */
  void hand(Region region, String key, Patch patch);
}
