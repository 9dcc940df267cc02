package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.StreamReplay;
import io.patternsdk.core.stream.StreamRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The streams of a server, with the settings of one driver. */
final class ReferenceStreams
    implements MessageStream, StreamReplay, StreamRetention, StreamConsumerGroups {
  private final ReferenceServer server;
  private final Store store;
  private final int partitions;
  private final Duration timeout;
  private volatile boolean closed;

  ReferenceStreams(ReferenceServer server, Store store, int partitions, Duration timeout) {
    this.server = server;
    this.store = store;
    this.partitions = partitions;
    this.timeout = timeout;
  }

  /** All streams under one lock. */
  static final class Store {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, ReferenceLog> logs = new HashMap<>();
  }

  <T> T locked(Supplier<T> work) {
    store.lock.lock();
    try {
      return work.get();
    } finally {
      store.lock.unlock();
    }
  }

  private <T> T locked(String stream, Function<ReferenceLog, T> work) {
    return locked(
        () -> {
          boolean folded = server.has(Flaw.STREAM_NAMES_IGNORE_CASE);
          String name = folded ? stream.toLowerCase(Locale.ROOT) : stream;
          return work.apply(
              store.logs.computeIfAbsent(name, n -> new ReferenceLog(server, partitions)));
        });
  }

  void wake() {
    if (!server.has(Flaw.READERS_ARE_NOT_WOKEN)) {
      store.changed.signalAll();
    }
  }

  @Override
  public int partitions(String stream) {
    int fixed = locked(stream, ReferenceLog::partitions);
    return server.has(Flaw.PARTITIONS_FOLLOW_THE_SETTING) ? partitions : fixed;
  }

  @Override
  public Offset append(String stream, Message message) {
    return locked(stream, log -> append(log, message));
  }

  private Offset append(ReferenceLog log, Message message) {
    Message kept = server.sorted(message, Flaw.STREAM_HEADERS_ARE_SORTED);
    Offset offset = again(log, kept).orElseGet(() -> log.append(kept));
    wake();
    return server.has(Flaw.OFFSETS_ARE_GIVEN_TWICE)
        ? new Offset(offset.partition(), offset.position() / 2)
        : offset;
  }

  private Optional<Offset> again(ReferenceLog log, Message message) {
    if (!server.has(Flaw.APPENDING_SKIPS_THE_SAME_ID)) {
      return Optional.empty();
    }
    return IntStream.range(0, log.partitions())
        .mapToObj(partition -> log.read(partition, -1, Integer.MAX_VALUE))
        .flatMap(List::stream)
        .filter(record -> record.message().id().equals(message.id()))
        .map(StreamRecord::offset)
        .findFirst();
  }

  @Override
  public AppendResult appendAll(String stream, List<Message> messages) {
    return locked(
        stream,
        log -> {
          boolean turned = server.has(Flaw.BATCHES_ARE_TURNED);
          List<Offset> offsets =
              (turned ? messages.reversed() : messages)
                  .stream().map(message -> append(log, message)).toList();
          return AppendResult.allAppended(turned ? offsets.reversed() : offsets);
        });
  }

  @Override
  public StreamReader read(String stream, ReadFrom from) {
    return locked(stream, log -> new Reader(log, places(log, from)));
  }

  private Map<Integer, Long> places(ReferenceLog log, ReadFrom from) {
    ReadFrom all =
        server.has(Flaw.OTHER_PARTITIONS_ARE_READ)
            ? ReadFrom.earliest().andAfter(from.offsets())
            : from;
    int known = server.has(Flaw.ANY_PARTITION_IS_READ) ? 1_000 : log.partitions();
    return all.of(known).stream()
        .filter(partition -> partition < log.partitions())
        .collect(Collectors.toMap(p -> p, p -> log.place(all, p)));
  }

  @Override
  public long count(String stream, ReadFrom from) {
    return locked(
        stream,
        log ->
            places(log, from).entrySet().stream()
                .mapToLong(
                    place ->
                        log.count(
                            place.getKey(),
                            server.has(Flaw.COUNTING_FORGETS_OFFSETS) ? -1 : place.getValue()))
                .sum());
  }

  @Override
  public ReadFrom at(String stream, Instant time) {
    return after(stream, (log, partition) -> log.before(partition, time));
  }

  @Override
  public ReadFrom end(String stream) {
    return after(stream, ReferenceLog::end);
  }

  private ReadFrom after(String stream, BiFunction<ReferenceLog, Integer, Long> place) {
    return locked(
        stream,
        log -> {
          List<Offset> offsets = new ArrayList<>();
          for (int partition = 0; partition < log.partitions(); partition++) {
            long position = place.apply(log, partition);
            if (position >= 0) {
              offsets.add(new Offset(partition, position));
            }
          }
          return ReadFrom.after(offsets);
        });
  }

  @Override
  public void retain(String stream, Retention bounds) {
    Retention unused =
        locked(
            stream,
            log -> log.bounds = server.has(Flaw.BOUNDS_ARE_FORGOTTEN) ? log.bounds : bounds);
  }

  @Override
  public Retention retention(String stream) {
    return locked(stream, log -> log.bounds);
  }

  @Override
  public long trim(String stream) {
    return locked(stream, ReferenceLog::trim);
  }

  @Override
  public GroupMember join(String stream, String group, ReadFrom from) {
    return locked(
        stream,
        log -> {
          ReferenceGroup joined =
              log.groups.computeIfAbsent(group, g -> new ReferenceGroup(server, log, from));
          return joined.join(this);
        });
  }

  @Override
  public void reset(String stream, String group, ReadFrom to) {
    boolean unused =
        locked(
            stream,
            log -> {
              log.groups
                  .computeIfAbsent(group, g -> new ReferenceGroup(server, log, to))
                  .reset(places(log, to));
              wake();
              return true;
            });
  }

  @Override
  public Map<Integer, Long> lag(String stream, String group) {
    return locked(
        stream,
        log -> {
          ReferenceGroup known = log.groups.get(group);
          return known == null ? Map.of() : known.lag();
        });
  }

  /** Ends the waits of this driver. */
  void close() {
    closed = !server.has(Flaw.CLOSING_LEAVES_READERS);
    boolean unused =
        locked(
            () -> {
              store.changed.signalAll();
              return true;
            });
  }

  /** Waits for the first records that there are; the lock is not held. */
  List<StreamRecord> await(
      Duration wait, BooleanSupplier ended, Supplier<List<StreamRecord>> look) {
    Deadline deadline = Deadline.after(wait);
    if (!server.has(Flaw.READERS_IGNORE_THE_DEADLINE)) {
      deadline = deadline.sooner(Deadline.current());
    }
    if (server.has(Flaw.READERS_WAIT_FOR_THE_OPERATION_TIMEOUT)) {
      deadline = deadline.sooner(Deadline.after(timeout));
    }
    Deadline end = server.has(Flaw.READERS_DO_NOT_WAIT) ? Deadline.after(Duration.ZERO) : deadline;
    return locked(
        () -> {
          while (true) {
            if (closed || ended.getAsBoolean()) {
              throw new BackendException(ErrorKind.CLOSED, "closed");
            }
            List<StreamRecord> records = look.get();
            if (!records.isEmpty() || end.passed()) {
              return records;
            }
            awaitChange(end);
          }
        });
  }

  private void awaitChange(Deadline end) {
    try {
      var unused = store.changed.awaitNanos(end.remainingNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, "interrupted", e);
    }
  }

  /** Goes through a stream. */
  private final class Reader implements StreamReader {
    private final ReferenceLog log;
    private final Map<Integer, Long> places;
    private volatile boolean ended;

    Reader(ReferenceLog log, Map<Integer, Long> places) {
      this.log = log;
      this.places = new HashMap<>(places);
    }

    @Override
    public List<StreamRecord> poll(int max, Duration wait) {
      return await(wait, () -> ended, () -> look(max));
    }

    private List<StreamRecord> look(int max) {
      List<StreamRecord> records = new ArrayList<>();
      places.forEach((p, after) -> records.addAll(log.read(p, after, max - records.size())));
      records.forEach(r -> places.put(r.offset().partition(), r.offset().position()));
      return records;
    }

    @Override
    public void close() {
      ended = !server.has(Flaw.A_CLOSED_READER_READS);
      if (!server.has(Flaw.CLOSING_A_READER_LEAVES_ITS_WAIT)) {
        boolean unused =
            locked(
                () -> {
                  store.changed.signalAll();
                  return true;
                });
      }
    }
  }
}
