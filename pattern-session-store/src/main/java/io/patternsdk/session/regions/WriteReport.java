package io.patternsdk.session.regions;

import java.util.Map;
import java.util.Set;

/**
 * Which regions have a session as it is, and which have failed.
 *
 * @param reached the regions that have it, the own one among them
 * @param failed why each of the others does not have it yet; it is handed on again until it does
 */
public record WriteReport(Set<String> reached, Map<String, String> failed) {
  /** Tells whether all regions have it. */
  public boolean complete() {
    return failed.isEmpty();
  }
}
