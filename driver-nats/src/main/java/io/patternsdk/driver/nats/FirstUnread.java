package io.patternsdk.driver.nats;

import io.patternsdk.core.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds where a reader of several partitions begins. A consumer has one place for all its subjects:
 * from the least of their positions on it would deliver again all that was read of the others.
 */
record FirstUnread(NatsStream stream, StreamPlaces places, String name) {

  /** Returns the number of the first record after these positions, or of the next to come. */
  long after(Map<Integer, Long> positions, Deadline deadline) {
    if (positions.size() == 1) {
      return positions.values().iterator().next() + 1;
    }
    OptionalLong first = stored(positions, deadline);
    if (first.isPresent()) {
      return first.getAsLong();
    }
    long last = stream.lastSequence(deadline); // what came since the first look is before it
    return stored(positions, deadline).orElse(last + 1);
  }

  private OptionalLong stored(Map<Integer, Long> positions, Deadline deadline) {
    List<Optional<Stored>> found =
        stream.with(
            deadline,
            () ->
                stream.each(
                    List.copyOf(positions.entrySet()),
                    at ->
                        stream.askNext(
                            places.subject(name, at.getKey()), at.getValue() + 1, deadline),
                    answer -> stream.read(answer, deadline)));
    return found.stream().flatMap(Optional::stream).mapToLong(Stored::sequence).min();
  }
}
