package io.patternsdk.core.keyvalue;

import java.util.List;

/**
 * What a poll of a watch returns.
 *
 * @param events the next events in their order; may be none; unmodifiable
 * @param token how far the watch has come with them
 * @param current whether every change has come that had ended when the poll began; a backend that
 *     cannot say so at once says it with a later poll
 */
public record WatchBatch(List<WatchEvent> events, WatchToken token, boolean current) {

  /** Copies the events. */
  public WatchBatch {
    events = List.copyOf(events);
  }
}
