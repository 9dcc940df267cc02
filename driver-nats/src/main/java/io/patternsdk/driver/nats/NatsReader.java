package io.patternsdk.driver.nats;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.driver.nats.watch.Renewable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Reads partitions by a consumer, which is made again where the last one was left whenever
 * something fails: what counts is kept here.
 */
final class NatsReader implements StreamReader {
  /** The most messages that are on their way at once. */
  private static final int MOST = 1_000;

  /** How long a pull that does not wait may take before another consumer is asked. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final Renewable<StreamConsumer> consumer =
      new Renewable<>("the reader", StreamConsumer::close);
  private final ServerStream stream;
  private final StreamSubjects places;
  private final MessageCodec codec;
  private final String name;
  private final Map<Integer, Long> after;
  private final ArrayDeque<StreamRecord> ahead = new ArrayDeque<>();
  private boolean skipping;

  NatsReader(
      ServerStream stream,
      StreamSubjects places,
      MessageCodec codec,
      String name,
      Map<Integer, Long> after) {
    this.stream = stream;
    this.places = places;
    this.codec = codec;
    this.name = name;
    this.after = new TreeMap<>(after);
  }

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    Deadline until = Deadline.after(Deadline.current().atMost(wait));
    try {
      return poll(max, until);
    } catch (OperationException e) {
      consumer.end();
      consumer.checkOpen();
      if (Deadline.current().passed() && until.passed() && NatsErrors.late(e)) {
        return List.of(); // the wait was over before the server could say so
      }
      if (!NatsErrors.gone(e)) {
        throw e;
      }
    }
    return poll(max, until); // the server had forgotten the consumer, or lost the stream
  }

  private List<StreamRecord> poll(int max, Deadline until) {
    consumer.checkOpen();
    Deadline patience = stream.connections().begin();
    while (ahead.isEmpty() && !(until.passed() && patience.passed())) {
      List<StoredMessage> messages = messages(max, until);
      if (messages.isEmpty() && until.passed()) {
        break;
      }
      take(messages);
    }
    List<StreamRecord> records = new ArrayList<>();
    while (records.size() < max && !ahead.isEmpty()) {
      records.add(ahead.remove());
    }
    return records;
  }

  private List<StoredMessage> messages(int max, Deadline until) {
    Deadline deadline = stream.connections().begin();
    List<StoredMessage> there = there(skipping ? MOST : Math.min(max, MOST), deadline);
    return there.isEmpty() && !until.passed() ? consumer(deadline).await(until.remaining()) : there;
  }

  /**
   * Pulls what is there, by another consumer if this one is silent: seldom, 2.9 answers a pull that
   * does not wait with nothing at all. Late answers are for the consumer that is gone.
   */
  private List<StoredMessage> there(int most, Deadline deadline) {
    Deadline soon = deadline.sooner(Deadline.after(deadline.remaining().dividedBy(4)));
    try {
      return consumer(deadline).pull(most, soon.sooner(Deadline.after(SILENCE)));
    } catch (OperationException e) {
      if (!NatsErrors.late(e) || deadline.passed()) {
        throw e;
      }
    }
    consumer.end();
    return consumer(deadline).pull(most, deadline);
  }

  /** Leaves out what is of other partitions, or was read; where there is such, more is pulled. */
  private void take(List<StoredMessage> messages) {
    skipping = false;
    for (StoredMessage message : messages) {
      int partition = StreamSubjects.partition(message.subject());
      Long before = after.get(partition);
      if (before == null || message.sequence() <= before) {
        skipping = true;
        continue;
      }
      Offset offset = new Offset(partition, message.sequence());
      ahead.add(
          new StreamRecord(
              offset,
              message.time().truncatedTo(ChronoUnit.MILLIS),
              codec.message(message.headers(), message.data())));
      after.put(partition, offset.position());
    }
  }

  private StreamConsumer consumer(Deadline deadline) {
    StreamConsumer made = consumer.current();
    if (made == null) {
      long first = firstUnread(deadline);
      var configuration = places.from(name, after.keySet(), first);
      made = StreamConsumer.make(stream, configuration, deadline);
      consumer.begin(made);
    }
    return made;
  }

  /**
   * Returns the number of the first record that is unread, or of the next to come. A consumer has
   * one place for all its subjects: from the least of their positions on it would deliver again all
   * that was read of the others.
   */
  private long firstUnread(Deadline deadline) {
    if (after.size() == 1) {
      return after.values().iterator().next() + 1;
    }
    OptionalLong first = firstStored(deadline);
    if (first.isPresent()) {
      return first.getAsLong();
    }
    long last = stream.lastSequence(deadline); // what came since the first look is before it
    return firstStored(deadline).orElse(last + 1);
  }

  private OptionalLong firstStored(Deadline deadline) {
    List<Optional<StoredMessage>> found =
        stream.with(
            deadline,
            () ->
                stream.each(
                    List.copyOf(after.entrySet()),
                    at ->
                        stream.askNext(
                            places.subject(name, at.getKey()), at.getValue() + 1, deadline),
                    answer -> stream.read(answer, deadline)));
    return found.stream().flatMap(Optional::stream).mapToLong(StoredMessage::sequence).min();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
