package io.patternsdk.multicast.watch;

import java.util.List;

/**
 * What a poll of a watch of the registry returns.
 *
 * @param events the next events in their order; may be none; unmodifiable
 * @param token how far the watch has come with them: printable ASCII without spaces, good for the
 *     same filter
 * @param current whether every change has come that had ended when the poll began; a backend that
 *     cannot say so at once says it with a later poll
 */
public record RegistryChanges(List<RegistryEvent> events, String token, boolean current) {

  /** Copies the events. */
  public RegistryChanges {
    events = List.copyOf(events);
  }
}
