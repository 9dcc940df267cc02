package io.patternsdk.core.queue;

import io.patternsdk.core.capability.Trait;
import java.time.Duration;
import java.util.List;

/**
 * Chooses how long a delivered message stays hidden from others: {@code queue_visibility}.
 *
 * <p>A visibility is at least {@link #MIN_VISIBILITY}, which drivers round up to.
 */
public interface QueueVisibility {
  /** The shortest visibility of a delivery. */
  Trait<Duration> MIN_VISIBILITY =
      Trait.of(
          "shortest visibility", "the shortest visibility of a delivery", Duration.ofMillis(1));

  /** Receives as {@link MessageQueue#receive} does, hiding the messages for {@code visibility}. */
  List<Delivery> receive(String queue, int max, Duration wait, Duration visibility);

  /**
   * Hides a delivered message for {@code visibility} from now. False if the receipt no longer holds
   * it. Repeating is safe.
   */
  boolean extend(String queue, Receipt receipt, Duration visibility);
}
