package io.patternsdk.driver.embedded;

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
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.LoggedRecord;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.Sequence;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The streams of one backend. Thread-safe. */
final class EmbeddedStream implements MessageStream, StreamReplay, StreamTrimmer {
  private final Journal journal;
  private final MonotonicClock time;
  private final Scheduler scheduler;
  private final Sequence sequence;
  private final StreamCatalog catalog;
  private Consumer<String> afterwards = stream -> {};
  private final ConcurrentMap<String, StoredStream> streams = new ConcurrentHashMap<>();

  EmbeddedStream(
      Journal journal,
      MonotonicClock time,
      Scheduler scheduler,
      Sequence sequence,
      StreamCatalog catalog) {
    this.journal = journal;
    this.time = time;
    this.scheduler = scheduler;
    this.sequence = sequence;
    this.catalog = catalog;
  }

  /** Sets who learns of each stream that was appended to; before the first append. */
  void afterwards(Consumer<String> appended) {
    afterwards = appended;
  }

  /** Puts in what was there when the process began. */
  void load(String stream, LoggedRecord logged) {
    named(stream).log(logged.record().offset().partition()).load(logged);
  }

  /** Puts in which position was next when a partition was trimmed. */
  void loadNext(String stream, int partition, long position) {
    named(stream).log(partition).loadNext(position);
  }

  private StoredStream named(String name) {
    return streams.computeIfAbsent(name, n -> new StoredStream(n, journal));
  }

  private StoredStream admitted(String name) {
    journal.admit();
    return named(name);
  }

  @Override
  public int partitions(String stream) {
    journal.admit();
    return catalog.partitions(stream);
  }

  /** Returns how many partitions each of these streams has. */
  Map<String, Integer> partitions(Collection<String> names) {
    Map<String, Integer> partitions = new TreeMap<>();
    names.forEach(name -> partitions.put(name, partitions(name)));
    return partitions;
  }

  @Override
  public Offset append(String stream, Message message) {
    int partition = Partitioner.partition(message, partitions(stream));
    StoredStream stored = admitted(stream);
    Appended appended = stored.locked(s -> append(s, partition, sequence.next(), message));
    Offset offset = appended.synced();
    afterwards.accept(stream);
    return offset;
  }

  /** A record that is on its way to disk. */
  private record Appended(StoredLog log, Offset offset) {
    Offset synced() {
      log.awaitSynced(offset.position());
      return offset;
    }
  }

  private Appended append(StoredStream stream, int partition, long id, Message message) {
    StoredLog log = stream.log(partition);
    Offset offset = log.append(id, time.nowMillis(), message);
    stream.arrival.signalAll();
    return new Appended(log, offset);
  }

  @Override
  public AppendResult appendAll(String stream, List<Message> messages) {
    int partitions = partitions(stream);
    StoredStream stored = admitted(stream);
    Map<Integer, OperationException> failures = new TreeMap<>();
    List<Appended> appended = stored.locked(s -> append(s, partitions, messages, failures));
    List<@Nullable Offset> offsets = new ArrayList<>();
    messages.forEach(message -> offsets.add(null));
    for (int i = appended.size() - 1; i >= 0; i--) { // once the last is on disk, all are
      try {
        offsets.set(i, appended.get(i).synced());
      } catch (OperationException e) {
        failures.put(i, e);
      }
    }
    afterwards.accept(stream);
    return AppendResult.settled(offsets, failures);
  }

  /** Appends until one fails, and notes that and all that follow it. */
  private List<Appended> append(
      StoredStream stream,
      int partitions,
      List<Message> messages,
      Map<Integer, OperationException> failures) {
    List<Appended> appended = new ArrayList<>(messages.size());
    for (Message message : messages) {
      try {
        int partition = Partitioner.partition(message, partitions);
        appended.add(append(stream, partition, sequence.next(), message));
      } catch (OperationException e) {
        for (int i = appended.size(); i < messages.size(); i++) {
          failures.put(i, e);
        }
        return appended;
      }
    }
    return appended;
  }

  /**
   * Appends to several streams and does something more, whose changes reach the disk together: who
   * wants to know when waits for the commit of that.
   *
   * @param partitions how many each stream has
   */
  void appendTogether(
      Map<String, List<Message>> messages, Map<String, Integer> partitions, Runnable more) {
    Deque<StoredStream> locked = new ArrayDeque<>();
    try {
      for (String stream : new TreeSet<>(messages.keySet())) { // always in the same order
        StoredStream stored = named(stream);
        stored.lock.lock();
        locked.push(stored);
      }
      List<Runnable> changes = new ArrayList<>();
      messages.forEach(
          (stream, some) ->
              some.forEach(
                  message -> {
                    int partition =
                        Partitioner.partition(
                            message, Objects.requireNonNull(partitions.get(stream)));
                    long id = sequence.next(); // which may have to be reserved
                    changes.add(
                        () -> {
                          var unused = append(named(stream), partition, id, message);
                        });
                  }));
      changes.add(more);
      journal.together(() -> changes.forEach(Runnable::run));
    } finally {
      locked.forEach(stored -> stored.lock.unlock());
    }
  }

  /** Tells of streams that were appended to. */
  void appended(Collection<String> names) {
    names.forEach(afterwards);
  }

  @Override
  public StreamReader read(String stream, ReadFrom from) {
    int partitions = partitions(stream);
    StoredStream stored = admitted(stream);
    return new EmbeddedReader(
        stored, stored.locked(s -> places(s, from, partitions)), journal, time, scheduler);
  }

  /** The position after which each partition is read. */
  private static NavigableMap<Integer, Long> places(
      StoredStream stream, ReadFrom from, int partitions) {
    NavigableMap<Integer, Long> places = new TreeMap<>();
    for (int partition : from.of(partitions)) {
      long otherwise = from.isLatest() ? stream.log(partition).next() - 1 : -1;
      places.put(partition, from.offset(partition).map(Offset::position).orElse(otherwise));
    }
    return places;
  }

  @Override
  public long count(String stream, ReadFrom from) {
    int partitions = partitions(stream);
    return admitted(stream)
        .locked(
            s ->
                places(s, from, partitions).entrySet().stream()
                    .mapToLong(place -> s.log(place.getKey()).count(place.getValue()))
                    .sum());
  }

  @Override
  public ReadFrom at(String stream, Instant moment) {
    return after(stream, log -> log.before(moment.toEpochMilli()));
  }

  @Override
  public ReadFrom end(String stream) {
    return after(stream, log -> log.next() - 1);
  }

  private ReadFrom after(String stream, Function<StoredLog, Long> place) {
    int partitions = partitions(stream);
    List<Offset> offsets = new ArrayList<>();
    boolean unused =
        admitted(stream)
            .locked(
                s -> {
                  for (int partition = 0; partition < partitions; partition++) {
                    long position = place.apply(s.log(partition));
                    if (position >= 0) {
                      offsets.add(new Offset(partition, position));
                    }
                  }
                  return true;
                });
    return ReadFrom.after(offsets);
  }

  @Override
  public long trim(String stream, int partition, Retention bounds, long floor) {
    long keep = bounds.maxRecords().orElse(Long.MAX_VALUE);
    long from = bounds.maxAge().map(time::millisBefore).orElse(0L);
    StoredStream stored = admitted(stream);
    long removed = stored.locked(s -> s.log(partition).trim(keep, from, floor));
    if (removed > 0) {
      stored.locked(s -> s.log(partition)).awaitCommit();
    }
    return removed;
  }

  /** Wakes all who wait, so that they learn that the backend is closed. */
  void wakeAll() {
    streams.values().forEach(stream -> Scheduler.signalAll(stream.lock, stream.arrival));
  }
}
