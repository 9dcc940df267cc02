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
  private final NatsStream stream;
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
    Deadline deadline = stream.link().begin();
    List<DeadLetter> letters = new ArrayList<>();
    try (Walk walk = Walk.over(stream, all(queue), true, max, deadline)) {
      List<Stored> page = walk.next(deadline);
      while (!page.isEmpty() && letters.size() < max) {
        page.stream().limit(max - (long) letters.size()).map(this::letter).forEach(letters::add);
        page = letters.size() < max ? walk.next(deadline) : List.of();
      }
    }
    return letters;
  }

  private DeadLetter letter(Stored stored) {
    return new DeadLetter(
        QueueNames.message(stored.subject()),
        messages.message(stored),
        QueueMessages.attempts(stored));
  }

  @Override
  public long deadLetterCount(String queue) {
    Deadline deadline = stream.link().begin();
    try (Walk walk = Walk.over(stream, all(queue), false, 1, deadline)) {
      return walk.size();
    }
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    Deadline deadline = stream.link().begin();
    int revived = 0;
    for (String id : new LinkedHashSet<>(ids)) {
      if (QueueNames.isMessage(id)
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
    Deadline deadline = stream.link().begin();
    PurgeOptions dead = PurgeOptions.subject(all(queue));
    return stream
        .with(
            deadline, () -> stream.link().manage(deadline, s -> s.purgeStream(stream.name(), dead)))
        .getPurged();
  }
}
