package io.patternsdk.driver.nats;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.driver.nats.QueueMessages.Held;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Queues of which each message has a subject of its own in one stream. There is nothing on the
 * server for a queue but its messages: receiving reads the first that nobody holds and replaces it
 * by itself as a delivery, on condition that nobody else was faster; acknowledging deletes that.
 */
final class NatsQueue implements MessageQueue, QueueVisibility {
  /** Of how many queues what was seen is remembered. */
  private static final int VIEWS = 10_000;

  private final ServerStream stream;
  private final QueueMessages messages;
  private final ServerTime time;
  private final Duration visibility;
  private final Map<String, QueueView> views =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, QueueView> eldest) {
          return size() > VIEWS;
        }
      };

  NatsQueue(QueueMessages messages, Duration visibility) {
    this.stream = messages.stream();
    this.messages = messages;
    this.time = new ServerTime(stream, messages.names().tick());
    this.visibility = visibility;
  }

  @Override
  public void enqueue(String queue, Message message) {
    messages.add(queue, message, stream.connections().begin());
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    return receive(queue, max, wait, visibility);
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration hidden) {
    Deadline first = stream.connections().begin();
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    QueueView view = view(queue);
    List<Delivery> some = take(queue, view, max, hidden, first);
    if (!some.isEmpty() || end.passed()) {
      return some;
    }
    try {
      return await(queue, view, max, hidden, end);
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.TIMED_OUT && Deadline.current().passed()) {
        return List.of(); // the caller's time is up, which says nothing of a server that answered
      }
      throw e;
    }
  }

  private QueueView view(String queue) {
    synchronized (views) {
      return views.computeIfAbsent(
          queue,
          name -> {
            NatsSignals signals =
                new NatsSignals(stream.connections(), messages.names().signals(name));
            return new QueueView(stream, messages.names().live(name, "*"), signals, time);
          });
    }
  }

  /** Takes what is there; none only if nothing is. */
  private List<Delivery> take(
      String queue, QueueView view, int max, Duration hidden, Deadline deadline) {
    while (true) {
      List<StoredMessage> found = view.visible(max, deadline);
      List<Delivery> taken = messages.take(queue, found, hidden, deadline);
      if (found.isEmpty() || !taken.isEmpty()) {
        return taken;
      }
    }
  }

  private List<Delivery> await(
      String queue, QueueView view, int max, Duration hidden, Deadline end) {
    int epoch = stream.connections().epoch();
    NatsSignals signals = view.signals();
    signals.listen();
    try {
      while (true) {
        long heard = signals.heard();
        List<Delivery> some = take(queue, view, max, hidden, stream.connections().begin());
        if (!some.isEmpty() || end.passed()) {
          return some;
        }
        signals.await(heard, Math.min(end.remainingNanos(), view.nanosIdle()), epoch);
        if (end.passed()) {
          return List.of();
        }
      }
    } finally {
      signals.leave();
    }
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    Deadline deadline = stream.connections().begin();
    return Held.of(queue, receipt)
        .map(held -> messages.delete(queue, held, deadline))
        .orElse(false);
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    Deadline deadline = stream.connections().begin();
    return Held.of(queue, receipt)
        .map(held -> messages.release(queue, held, deadline))
        .orElse(false);
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration hidden) {
    Deadline deadline = stream.connections().begin();
    return Held.of(queue, receipt)
        .map(held -> messages.extend(queue, held, hidden, deadline))
        .orElse(false);
  }

  /** Reads the headers of all messages of the queue. */
  @Override
  public Depth depth(String queue) {
    Deadline deadline = stream.connections().begin();
    long waiting = 0;
    long delivered = 0;
    String all = messages.names().live(queue, "*");
    try (ConsumerWalk walk = ConsumerWalk.over(stream, all, false, ConsumerWalk.PAGE, deadline)) {
      for (List<StoredMessage> page = walk.next(deadline);
          !page.isEmpty();
          page = walk.next(deadline)) {
        for (StoredMessage stored : page) {
          if (hidden(stored, deadline)) {
            delivered++;
          } else {
            waiting++;
          }
        }
      }
    }
    return new Depth(waiting, delivered);
  }

  private boolean hidden(StoredMessage stored, Deadline deadline) {
    long millis = QueueMessages.hiddenMillis(stored.headers());
    return millis > 0 && stored.time().plusMillis(millis).isAfter(time.now(deadline));
  }
}
