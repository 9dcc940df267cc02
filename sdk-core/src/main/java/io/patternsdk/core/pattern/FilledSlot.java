package io.patternsdk.core.pattern;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import java.util.List;
import java.util.Optional;

/**
 * A slot with the backend that fills it, its capabilities guarded and measured. Thread-safe. For a
 * slot that takes many backends there is one of these for each member.
 *
 * @param name the slot's name; for a member of many the slot's and the backend's, as {@code
 *     regions.eu}
 * @param backend the backend; it may fill other slots too
 * @param capabilities what to work with: the backend's capabilities with this slot's layers
 */
public record FilledSlot(String name, Backend backend, Capabilities capabilities) {

  /** Fills a slot without layers, for patterns that are used without a runner. */
  public static FilledSlot of(String name, Backend backend) {
    return new FilledSlot(name, backend, backend.capabilities(name, List.of()));
  }

  /** Returns a required capability. */
  public <T> T require(Capability<T> capability) {
    return capabilities.require(capability);
  }

  /** Returns a preferred capability; empty if the backend does not have it. */
  public <T> Optional<T> find(Capability<T> capability) {
    return capabilities.find(capability);
  }

  /** Makes one real round trip to the backend within the deadline. */
  public Health health(Deadline deadline) {
    return backend.health(deadline);
  }
}
