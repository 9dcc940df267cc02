package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.queue.QueueDeadLetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Dead letters, each under a subject of its own that its name in the queue leads to. */
final class NatsDeadLetters implements QueueDeadLetter {
  private final QueueStore queues;

  NatsDeadLetters(QueueStore queues) {
    this.queues = queues;
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    Deadline deadline = queues.link().begin();
    List<DeadLetter> letters = new ArrayList<>();
    try (Walk walk =
        Walk.over(queues.store(), queues.names().allDead(queue), true, max, deadline)) {
      List<Message> page = walk.next(deadline);
      while (!page.isEmpty() && letters.size() < max) {
        page.stream()
            .limit(max - (long) letters.size())
            .forEach(message -> letters.add(letter(Stored.delivered(message))));
        page = letters.size() < max ? walk.next(deadline) : List.of();
      }
    }
    return letters;
  }

  private DeadLetter letter(Stored stored) {
    return new DeadLetter(
        QueueNames.message(stored.subject()), queues.message(stored), QueueStore.attempts(stored));
  }

  @Override
  public long deadLetterCount(String queue) {
    Deadline deadline = queues.link().begin();
    try (Walk walk = Walk.over(queues.store(), queues.names().allDead(queue), false, 1, deadline)) {
      return walk.size();
    }
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    Deadline deadline = queues.link().begin();
    int revived = 0;
    for (String id : new LinkedHashSet<>(ids)) {
      if (id.matches("[A-Za-z0-9]+")
          && queues
              .store()
              .last(queues.names().dead(queue, id), deadline)
              .map(stored -> queues.revive(queue, stored, deadline))
              .orElse(false)) {
        revived++;
      }
    }
    return revived;
  }

  @Override
  public long purgeDeadLetters(String queue) {
    Deadline deadline = queues.link().begin();
    String filter = queues.names().allDead(queue);
    Store store = queues.store();
    return store.with(deadline, () -> store.api().purge(store.name(), filter, deadline));
  }
}
