package io.patternsdk.driver.nats;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.driver.nats.watch.KeyLog;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a stream as a watch reads them. */
record NatsKeyLog(NatsKeys keys) implements KeyLog {

  @Override
  public Deadline begin() {
    return keys.begin();
  }

  @Override
  public Cursor after(String prefix, long sequence, Deadline deadline) {
    ConsumerConfiguration.Builder from =
        StreamConsumer.configuration().filterSubject(keys.subjects().filter(prefix));
    if (sequence == 0) {
      from.deliverPolicy(DeliverPolicy.All);
    } else {
      from.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(sequence + 1);
    }
    StreamConsumer consumer = StreamConsumer.make(keys.stream(), from.build(), deadline);
    try {
      return new Reader(consumer, state(deadline));
    } catch (OperationException e) {
      consumer.close();
      throw e;
    }
  }

  private State state(Deadline deadline) {
    ServerStream stream = keys.stream();
    StreamInfo info =
        stream.connections().manage(deadline, streams -> streams.getStreamInfo(stream.name()));
    return new State(
        told(info.getCreateTime()),
        info.getStreamState().getLastSequence(),
        told(info.getTimestamp()));
  }

  private static Instant told(@Nullable ZonedDateTime time) {
    if (time == null) {
      throw NatsErrors.corrupt("the server does not tell its time");
    }
    return time.toInstant();
  }

  @Override
  public long last(String prefix, Deadline deadline) {
    return keys.stream()
        .last(keys.subjects().filter(prefix), deadline)
        .map(StoredMessage::sequence)
        .orElse(0L);
  }

  @Override
  public boolean gone(OperationException failure) {
    return NatsErrors.gone(failure);
  }

  @Override
  public boolean late(OperationException failure) {
    return NatsErrors.late(failure);
  }

  private KeyChange change(StoredMessage stored) {
    return new KeyChange(
        keys.key(stored), stored.sequence(), stored.time(), stored.data(), stored.removed());
  }

  private final class Reader implements Cursor {
    private final StreamConsumer consumer;
    private final State begun;

    Reader(StreamConsumer consumer, State begun) {
      this.consumer = consumer;
      this.begun = begun;
    }

    @Override
    public State begun() {
      return begun;
    }

    @Override
    public List<KeyChange> pull(int most, Deadline deadline) {
      return consumer.pull(most, deadline).stream().map(NatsKeyLog.this::change).toList();
    }

    @Override
    public List<KeyChange> await(Duration wait) {
      return consumer.await(wait).stream().map(NatsKeyLog.this::change).toList();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
