package io.patternsdk.driver.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.StreamReplay;
import io.patternsdk.core.stream.coordination.Partitioner;
import io.patternsdk.core.stream.coordination.StreamCatalog;
import io.patternsdk.core.stream.coordination.StreamTrimmer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Streams, each partition a stream of Redis whose ids are numbers without gaps: the server gives
 * them, so an append is one command. The time of a record is that of the process that appends.
 */
final class RedisStream implements MessageStream, StreamReplay, StreamTrimmer {
  private static final RedisScript SCRIPT = RedisScript.load("stream.lua");
  private static final String ID = "0-";
  private static final XAddArgs NEXT = new XAddArgs().id(ID + "*");

  private final RedisConnections redis;
  private final RedisNames keys;
  private final RedisTracking tracking;
  private Consumer<String> afterwards = stream -> {};
  private final StreamCatalog catalog;
  private final Envelope envelope;
  private final Clock clock;

  RedisStream(
      RedisConnections redis,
      RedisNames keys,
      RedisTracking tracking,
      StreamCatalog catalog,
      Envelope envelope,
      Clock clock) {
    this.redis = redis;
    this.keys = keys;
    this.tracking = tracking;
    this.catalog = catalog;
    this.envelope = envelope;
    this.clock = clock;
  }

  /** Sets who learns of each stream that was appended to; before the first append. */
  void afterwards(Consumer<String> appended) {
    afterwards = appended;
  }

  /** The id of the entry at a position. */
  static String id(long position) {
    return ID + position;
  }

  private static long position(String id) {
    return Long.parseLong(id.substring(ID.length()));
  }

  private String key(String stream, int partition) {
    return keys.own("stream-" + partition, stream);
  }

  private String[] keys(String stream, Collection<Integer> partitions) {
    return partitions.stream().map(partition -> key(stream, partition)).toArray(String[]::new);
  }

  @Override
  public int partitions(String stream) {
    return catalog.partitions(stream);
  }

  @Override
  public Offset append(String stream, Message message) {
    int partition = Partitioner.partition(message, partitions(stream));
    String key = key(stream, partition);
    String time = Long.toString(clock.now().toEpochMilli());
    byte[] body = envelope.encode(message);
    String id = redis.call(commands -> commands.xadd(key, NEXT, time, body));
    afterwards.accept(stream);
    return new Offset(partition, position(id));
  }

  @Override
  public AppendResult appendAll(String stream, List<Message> messages) {
    int partitions = partitions(stream);
    byte[] time = text(clock.now().toEpochMilli());
    RedisAppends appends = new RedisAppends(SCRIPT, messages.size(), text("append"), time);
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      int partition = Partitioner.partition(message, partitions);
      appends.add(i, partition, key(stream, partition), envelope.encode(message));
    }
    AppendResult result = redis.bulk(appends::run);
    afterwards.accept(stream);
    return result;
  }

  @Override
  public StreamReader read(String stream, ReadFrom from) {
    Map<String, Integer> partitions = new TreeMap<>();
    Map<Integer, Long> places = places(stream, from);
    places.keySet().forEach(partition -> partitions.put(key(stream, partition), partition));
    return new RedisReader(redis, tracking, this, partitions, places);
  }

  /** Reads an entry of a partition. */
  StreamRecord record(int partition, StreamMessage<String, byte[]> entry) {
    Map.Entry<String, byte[]> field = entry.getBody().entrySet().iterator().next();
    return new StreamRecord(
        new Offset(partition, position(entry.getId())),
        Instant.ofEpochMilli(Long.parseLong(field.getKey())),
        envelope.decode(field.getValue()));
  }

  /** The position after which each partition is read. */
  private Map<Integer, Long> places(String stream, ReadFrom from) {
    Collection<Integer> partitions = from.of(partitions(stream));
    boolean toAsk = from.isLatest() && partitions.stream().anyMatch(p -> from.offset(p).isEmpty());
    Map<Integer, Ends> ends = toAsk ? ends(stream, partitions) : Map.of();
    Map<Integer, Long> places = new TreeMap<>();
    for (int partition : partitions) {
      long otherwise = toAsk ? Objects.requireNonNull(ends.get(partition)).last() : 0;
      places.put(partition, from.offset(partition).map(Offset::position).orElse(otherwise));
    }
    return places;
  }

  /**
   * The positions of the newest record and of the oldest one, which is greater if there is none.
   */
  private record Ends(long last, long first) {
    long countAfter(long position) {
      return Math.max(0, last - Math.max(position, first - 1));
    }
  }

  private Map<Integer, Ends> ends(String stream, Collection<Integer> partitions) {
    List<?> answer = SCRIPT.list(redis, keys(stream, partitions), text("ends"));
    Map<Integer, Ends> ends = new TreeMap<>();
    for (int partition : partitions) {
      int at = 2 * ends.size();
      ends.put(partition, new Ends((Long) answer.get(at), (Long) answer.get(at + 1)));
    }
    return ends;
  }

  @Override
  public long count(String stream, ReadFrom from) {
    Map<Integer, Ends> ends = ends(stream, from.of(partitions(stream)));
    return ends.entrySet().stream()
        .mapToLong(
            each -> {
              long otherwise = from.isLatest() ? each.getValue().last() : 0;
              long place = from.offset(each.getKey()).map(Offset::position).orElse(otherwise);
              return each.getValue().countAfter(place);
            })
        .sum();
  }

  @Override
  public ReadFrom at(String stream, Instant time) {
    Collection<Integer> all = ReadFrom.earliest().of(partitions(stream));
    List<?> before =
        SCRIPT.list(redis, keys(stream, all), text("before"), text(time.toEpochMilli()));
    return ReadFrom.after(
        all.stream()
            .map(partition -> new Offset(partition, (Long) before.get(partition)))
            .toList());
  }

  @Override
  public ReadFrom end(String stream) {
    Collection<Integer> all = ReadFrom.earliest().of(partitions(stream));
    List<Offset> offsets = new ArrayList<>();
    ends(stream, all).forEach((partition, ends) -> offsets.add(new Offset(partition, ends.last())));
    return ReadFrom.after(offsets);
  }

  @Override
  public long trim(String stream, int partition, Retention bounds, long floor) {
    long now = clock.now().toEpochMilli();
    long from =
        bounds
            .maxAge()
            .filter(age -> age.compareTo(Duration.ofMillis(now)) < 0)
            .map(age -> now - RedisKeyValue.millis(age))
            .orElse(0L);
    return SCRIPT.number(
        redis,
        new String[] {key(stream, partition)},
        text("trim"),
        text(bounds.maxRecords().orElse(Long.MAX_VALUE)),
        text(from),
        text(floor));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] text(long number) {
    return text(Long.toString(number));
  }
}
