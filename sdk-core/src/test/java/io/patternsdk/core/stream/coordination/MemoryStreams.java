package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.StreamReplay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Streams in memory that never wait. A message's partition is its key, a number. */
final class MemoryStreams implements MessageStream, StreamReplay, StreamTrimmer {
  private final Map<String, List<NavigableMap<Long, StreamRecord>>> streams =
      new ConcurrentHashMap<>();
  private final int partitions;

  MemoryStreams(int partitions) {
    this.partitions = partitions;
  }

  Offset append(int partition, String text) {
    return append("s", Message.builder(text.getBytes()).key(Integer.toString(partition)).build());
  }

  private List<NavigableMap<Long, StreamRecord>> logs(String stream) {
    return streams.computeIfAbsent(
        stream,
        name -> {
          List<NavigableMap<Long, StreamRecord>> logs = new ArrayList<>();
          for (int i = 0; i < partitions; i++) {
            logs.add(new TreeMap<>());
          }
          return logs;
        });
  }

  @Override
  public int partitions(String stream) {
    return partitions;
  }

  @Override
  public synchronized Offset append(String stream, Message message) {
    int partition = Integer.parseInt(message.key().orElse("0"));
    NavigableMap<Long, StreamRecord> log = logs(stream).get(partition);
    Offset offset = new Offset(partition, log.isEmpty() ? 0 : log.lastKey() + 1);
    log.put(offset.position(), new StreamRecord(offset, Instant.EPOCH, message));
    return offset;
  }

  @Override
  public AppendResult appendAll(String stream, List<Message> messages) {
    return AppendResult.allAppended(messages.stream().map(m -> append(stream, m)).toList());
  }

  @Override
  public synchronized StreamReader read(String stream, ReadFrom from) {
    ReadFrom otherwise = from.isLatest() ? end(stream) : ReadFrom.earliest();
    Map<Integer, Long> places = new TreeMap<>();
    from.of(partitions)
        .forEach(
            p ->
                places.put(
                    p,
                    from.offset(p)
                        .or(() -> otherwise.offset(p))
                        .map(Offset::position)
                        .orElse(-1L)));
    return new Reader(logs(stream), places);
  }

  @Override
  public synchronized long count(String stream, ReadFrom from) {
    return from.of(partitions).stream()
        .mapToLong(
            p ->
                logs(stream)
                    .get(p)
                    .tailMap(from.offset(p).map(Offset::position).orElse(-1L), false)
                    .size())
        .sum();
  }

  @Override
  public ReadFrom at(String stream, Instant time) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized ReadFrom end(String stream) {
    List<Offset> ends = new ArrayList<>();
    logs(stream)
        .forEach(
            log -> {
              if (!log.isEmpty()) {
                ends.add(log.lastEntry().getValue().offset());
              }
            });
    return ReadFrom.after(ends);
  }

  @Override
  public synchronized long trim(String stream, int partition, Retention bounds, long floor) {
    NavigableMap<Long, StreamRecord> log = logs(stream).get(partition);
    long removed = 0;
    while (log.size() > bounds.maxRecords().orElse(Long.MAX_VALUE) && log.firstKey() < floor) {
      log.pollFirstEntry();
      removed++;
    }
    return removed;
  }

  private final class Reader implements StreamReader {
    private final List<NavigableMap<Long, StreamRecord>> logs;
    private final Map<Integer, Long> places;
    private boolean closed;

    Reader(List<NavigableMap<Long, StreamRecord>> logs, Map<Integer, Long> places) {
      this.logs = logs;
      this.places = places;
    }

    @Override
    public List<StreamRecord> poll(int max, Duration wait) {
      synchronized (MemoryStreams.this) {
        if (closed) {
          throw new BackendException(ErrorKind.CLOSED, "closed");
        }
        List<StreamRecord> records = new ArrayList<>();
        places.replaceAll((partition, after) -> read(logs.get(partition), after, max, records));
        return records;
      }
    }

    private long read(
        NavigableMap<Long, StreamRecord> log, long after, int max, List<StreamRecord> to) {
      long last = after;
      for (StreamRecord record : log.tailMap(after, false).values()) {
        if (to.size() == max) {
          break;
        }
        to.add(record);
        last = record.offset().position();
      }
      return last;
    }

    @Override
    public void close() {
      synchronized (MemoryStreams.this) {
        closed = true;
      }
    }
  }
}
