package io.patternsdk.driver.nats;

import io.nats.client.PurgeOptions;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.queue.QueueDeadLetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Dead letters, each under a subject of its own that its name in the queue leads to. */
final class NatsQueueDeadLetter implements QueueDeadLetter {
  private final ServerStream stream;
  private final QueueMessages messages;

  NatsQueueDeadLetter(QueueMessages messages) {
    this.stream = messages.stream();
    this.messages = messages;
  }

  private String all(String queue) {
    return messages.names().dead(queue, "*");
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    Deadline deadline = stream.connections().begin();
    List<DeadLetter> letters = new ArrayList<>();
    try (ConsumerWalk walk = ConsumerWalk.over(stream, all(queue), true, max, deadline)) {
      List<StoredMessage> page = walk.next(deadline);
      while (!page.isEmpty() && letters.size() < max) {
        page.stream().limit(max - (long) letters.size()).map(this::letter).forEach(letters::add);
        page = letters.size() < max ? walk.next(deadline) : List.of();
      }
    }
    return letters;
  }

  private DeadLetter letter(StoredMessage stored) {
    return new DeadLetter(
        QueueSubjects.message(stored.subject()),
        messages.message(stored),
        QueueMessages.attempts(stored));
  }

  @Override
  public long deadLetterCount(String queue) {
    Deadline deadline = stream.connections().begin();
    try (ConsumerWalk walk = ConsumerWalk.over(stream, all(queue), false, 1, deadline)) {
      return walk.size();
    }
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    Deadline deadline = stream.connections().begin();
    int revived = 0;
    for (String id : new LinkedHashSet<>(ids)) {
      if (QueueSubjects.isMessage(id)
          && stream
              .last(messages.names().dead(queue, id), deadline)
              .map(stored -> messages.revive(queue, stored, deadline))
              .orElse(false)) {
        revived++;
      }
    }
    return revived;
  }

  @Override
  public long purgeDeadLetters(String queue) {
    Deadline deadline = stream.connections().begin();
    PurgeOptions dead = PurgeOptions.subject(all(queue));
    return stream
        .with(
            deadline,
            () -> stream.connections().manage(deadline, s -> s.purgeStream(stream.name(), dead)))
        .getPurged();
  }
}
