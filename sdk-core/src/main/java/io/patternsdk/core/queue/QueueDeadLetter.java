package io.patternsdk.core.queue;

import io.patternsdk.core.Message;
import java.util.Collection;
import java.util.List;

/**
 * Sets messages aside that were delivered too often: {@code queue_dead_letter}.
 *
 * <p>A message whose deliveries have reached the backend's {@code max_attempts} without being
 * acknowledged is not delivered again but becomes a dead letter of its queue. Moving is atomic, or
 * copies before it deletes: nothing is lost.
 */
public interface QueueDeadLetter {

  /** Reads up to {@code max} dead letters, oldest first, without changing them. */
  List<DeadLetter> deadLetters(String queue, int max);

  /** Returns how many dead letters the queue has. */
  long deadLetterCount(String queue);

  /**
   * Puts dead letters back into their queue, with their attempts counted anew. Ids that are not
   * there are skipped; returns how many were put back.
   */
  int redrive(String queue, Collection<String> ids);

  /** Deletes all dead letters of the queue and returns how many there were. */
  long purgeDeadLetters(String queue);

  /**
   * A message that was set aside.
   *
   * @param id names it for {@link #redrive}; opaque
   * @param message what was enqueued
   * @param attempts how often it was delivered
   */
  record DeadLetter(String id, Message message, int attempts) {}
}
