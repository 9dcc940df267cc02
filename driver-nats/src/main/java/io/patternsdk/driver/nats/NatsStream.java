package io.patternsdk.driver.nats;

import io.nats.client.PurgeOptions;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamReplay;
import io.patternsdk.core.stream.coordination.Partitioner;
import io.patternsdk.core.stream.coordination.StreamCatalog;
import io.patternsdk.core.stream.coordination.StreamTrimmer;
import io.patternsdk.driver.nats.NatsConnections.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All streams of a namespace in one of the server's: a subject for each partition, and the number
 * of a message for its position. Numbers grow over all partitions, so one number is a place in
 * each.
 */
final class NatsStream implements MessageStream, StreamReplay, StreamTrimmer {
  /** The server counts nanoseconds in 63 bits, up to 2262. */
  private static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");

  private final ServerStream stream;
  private final StreamSubjects places;
  private final StreamCatalog catalog;
  private final ServerTime time;
  private final MessageCodec codec;
  private final long maxHeaderBytes;
  private volatile Consumer<String> appended = name -> {};

  NatsStream(
      ServerStream stream,
      StreamSubjects places,
      StreamCatalog catalog,
      ServerTime time,
      MessageCodec codec,
      long maxHeaderBytes) {
    this.stream = stream;
    this.places = places;
    this.catalog = catalog;
    this.time = time;
    this.codec = codec;
    this.maxHeaderBytes = maxHeaderBytes;
  }

  /** Says what is to be told the name of each stream that was appended to. */
  void afterwards(Consumer<String> action) {
    appended = action;
  }

  @Override
  public int partitions(String name) {
    return catalog.partitions(name);
  }

  @Override
  public Offset append(String name, Message message) {
    int partition = Partitioner.partition(message, partitions(name));
    Deadline deadline = stream.connections().begin();
    MessageCodec.Ready ready = ready(message);
    String subject = places.subject(name, partition);
    long number = stream.add(subject, ready.headers(), ready.body(), deadline);
    appended.accept(name);
    return new Offset(partition, number);
  }

  private MessageCodec.Ready ready(Message message) {
    MessageCodec.Ready ready = codec.stored(message);
    Headers headers = ready.headers();
    if (headers != null && headers.serializedLength() > maxHeaderBytes) {
      throw NatsErrors.headersTooLarge(headers.serializedLength(), maxHeaderBytes);
    }
    return ready;
  }

  @Override
  public AppendResult appendAll(String name, List<Message> messages) {
    int partitions = partitions(name);
    Deadline deadline = stream.connections().begin();
    List<Appending> all = new ArrayList<>();
    for (Message message : messages) {
      all.add(new Appending(Partitioner.partition(message, partitions), ready(message)));
    }
    AppendResult result = stream.with(deadline, () -> appendAll(name, all, deadline));
    appended.accept(name);
    return result;
  }

  /** A message of a batch. */
  private record Appending(int partition, MessageCodec.Ready ready) {}

  private AppendResult appendAll(String name, List<Appending> all, Deadline deadline) {
    List<@Nullable Offset> offsets = new ArrayList<@Nullable Offset>(all.size());
    Map<Integer, OperationException> failures = new TreeMap<>();
    List<Answer> answers = new ArrayList<>();
    try {
      OperationException unsent = send(name, all, deadline, answers);
      for (int i = 0; i < all.size(); i++) {
        if (i >= answers.size()) {
          offsets.add(null);
          failures.put(i, unsent);
          continue;
        }
        try {
          long number = stream.stored(answers.get(i), deadline);
          offsets.add(new Offset(all.get(i).partition(), number));
        } catch (OperationException e) {
          offsets.add(null);
          failures.put(i, e);
        }
      }
    } finally {
      answers.forEach(stream.connections()::forget);
    }
    return AppendResult.settled(offsets, failures);
  }

  /**
   * Sends all on one connection, so that what arrives is what comes first; returns why the rest was
   * not sent.
   */
  private OperationException send(
      String name, List<Appending> all, Deadline deadline, List<Answer> answers) {
    NatsConnections connections = stream.connections();
    int epoch = connections.epoch();
    for (Appending one : all) {
      if (connections.epoch() != epoch) {
        break;
      }
      String subject = places.subject(name, one.partition());
      try {
        answers.add(
            connections.request(subject, one.ready().headers(), one.ready().body(), deadline));
      } catch (OperationException e) {
        return e;
      }
    }
    return connections.calls().failed(NatsErrors.notSent(), Effect.NONE);
  }

  @Override
  public StreamReader read(String name, ReadFrom from) {
    return new NatsReader(stream, places, codec, name, numbers(name, from));
  }

  /** The number after which each partition is read. */
  private Map<Integer, Long> numbers(String name, ReadFrom from) {
    Map<Integer, Long> numbers = new TreeMap<>();
    Set<Integer> read = from.of(partitions(name));
    boolean open = read.stream().anyMatch(partition -> from.offset(partition).isEmpty());
    long otherwise = open && from.isLatest() ? last() : 0;
    for (int partition : read) {
      numbers.put(partition, from.offset(partition).map(Offset::position).orElse(otherwise));
    }
    return numbers;
  }

  /** The number of the last message of all streams. */
  private long last() {
    return stream.lastSequence(stream.connections().begin());
  }

  @Override
  public long count(String name, ReadFrom from) {
    Deadline deadline = stream.connections().begin();
    long count = 0;
    for (Map.Entry<Integer, Long> one : numbers(name, from).entrySet()) {
      var after = places.from(name, Set.of(one.getKey()), one.getValue() + 1);
      try (var consumer = StreamConsumer.make(stream, after, deadline)) {
        count += consumer.pending();
      }
    }
    return count;
  }

  @Override
  public ReadFrom at(String name, Instant moment) {
    if (moment.isAfter(LATEST)) {
      return end(name);
    }
    Deadline deadline = stream.connections().begin();
    var configuration =
        places
            .filtered(name, IntStream.range(0, partitions(name)).boxed().toList())
            .deliverPolicy(DeliverPolicy.ByStartTime)
            .startTime(moment.atZone(ZoneOffset.UTC))
            .build();
    try (var consumer = StreamConsumer.make(stream, configuration, deadline)) {
      return after(name, consumer.before());
    }
  }

  @Override
  public ReadFrom end(String name) {
    return after(name, last());
  }

  private ReadFrom after(String name, long number) {
    return ReadFrom.after(
        IntStream.range(0, partitions(name))
            .mapToObj(partition -> new Offset(partition, number))
            .toList());
  }

  @Override
  public long trim(String name, int partition, Retention bounds, long floor) {
    Deadline deadline = stream.connections().begin();
    String subject = places.subject(name, partition);
    long keep = bounds.maxRecords().orElse(Long.MAX_VALUE);
    Instant oldest = bounds.maxAge().map(age -> ago(age, deadline)).orElse(Instant.MIN);
    long first = 0;
    try (ConsumerWalk walk =
        ConsumerWalk.over(stream, subject, false, ConsumerWalk.PAGE, deadline)) {
      long excess = Math.max(0, walk.size() - keep);
      List<StoredMessage> page = walk.next(deadline);
      while (!page.isEmpty()) {
        for (StoredMessage one : page) {
          boolean beyond = excess-- > 0 || one.time().isBefore(oldest);
          if (!beyond || one.sequence() >= floor) {
            return purged(subject, first, deadline);
          }
          first = one.sequence() + 1;
        }
        page = walk.next(deadline);
      }
    }
    return purged(subject, first, deadline);
  }

  private long purged(String subject, long first, Deadline deadline) {
    return first == 0 ? 0 : purge(subject, first, deadline);
  }

  private Instant ago(Duration age, Deadline deadline) {
    Instant now = time.now(deadline);
    return age.compareTo(Duration.between(Instant.EPOCH, now)) >= 0
        ? Instant.EPOCH
        : now.minus(age);
  }

  private long purge(String subject, long first, Deadline deadline) {
    PurgeOptions before = PurgeOptions.builder().subject(subject).sequence(first).build();
    return stream
        .connections()
        .manage(deadline, streams -> streams.purgeStream(stream.name(), before))
        .getPurged();
  }
}
