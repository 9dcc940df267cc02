package io.patternsdk.driver.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.driver.WaitingReceivers;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queues as streams with a consumer group, whose deliveries are due by the server's clock. Each
 * step is one run of {@code queue.lua}, which is atomic.
 */
final class RedisQueue implements MessageQueue, QueueVisibility, QueueDeadLetter {
  /** The most deliveries of one receive, and the most dead letters of one reading. */
  private static final int MOST = 1_000;

  private static final RedisScript SCRIPT = RedisScript.load("queue.lua");
  private static final Pattern ID = Pattern.compile("\\d{1,19}-\\d{1,19}");
  private static final Pattern RECEIPT = Pattern.compile("(" + ID + "):(\\d{1,9}):(.+)");
  private static final Logger LOG = System.getLogger(RedisQueue.class.getName());

  private final RedisConnections redis;
  private final RedisNames keys;
  private final RedisNames topics;
  private final WaitingReceivers waiting;
  private final Envelope envelope;
  private final RedisConfig config;

  RedisQueue(
      RedisConnections redis,
      RedisNames keys,
      RedisNames topics,
      WaitingReceivers waiting,
      Envelope envelope,
      RedisConfig config) {
    this.redis = redis;
    this.keys = keys;
    this.topics = topics;
    this.waiting = waiting;
    this.envelope = envelope;
    this.config = config;
  }

  /** A message in a queue or among its dead letters, and how often it was delivered. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Item(String id, int attempts, byte[] body) {}

  @Override
  public void enqueue(String queue, Message message) {
    number(queue, "enqueue", envelope.encode(message));
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    return receive(queue, max, wait, config.visibilityTimeout());
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration visibility) {
    return waiting.receive(wake(queue), wait, line -> look(queue, max, visibility, line));
  }

  private List<Delivery> look(
      String queue, int max, Duration visibility, WaitingReceivers.@Nullable Line line) {
    List<?> answer =
        list(
            queue,
            "receive",
            text(Math.min(max, MOST)),
            text(RedisKeyValue.millis(visibility)),
            text(config.maxAttempts()),
            text(RedisKeyValue.millis(config.visibilityTimeout())));
    if (line != null) {
      line.due((Long) answer.getFirst());
    }
    List<Delivery> deliveries = new ArrayList<>();
    for (Item item : items(answer, 1)) {
      Message message = decoded(item);
      if (message != null) {
        deliveries.add(new Delivery(message, receipt(queue, item), item.attempts()));
      }
    }
    return deliveries;
  }

  /** The message; null if its envelope is newer than we are: others may read it meanwhile. */
  private @Nullable Message decoded(Item item) {
    try {
      return envelope.decode(item.body());
    } catch (BackendException e) {
      LOG.log(Level.WARNING, "a message cannot be read and is left for others", e);
      return null;
    }
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    return held(queue, "ack", receipt);
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    return held(queue, "nack", receipt, text(config.maxAttempts()));
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration visibility) {
    return held(queue, "extend", receipt, text(RedisKeyValue.millis(visibility)));
  }

  @Override
  public Depth depth(String queue) {
    List<?> answer = list(queue, "depth");
    return new Depth((Long) answer.get(0), (Long) answer.get(1));
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    List<DeadLetter> letters = new ArrayList<>();
    for (Item item : items(list(queue, "dead_letters", text(Math.min(max, MOST))), 0)) {
      Message message = decoded(item);
      letters.add(
          new DeadLetter(
              item.id(), message == null ? Message.of(item.body()) : message, item.attempts()));
    }
    return letters;
  }

  @Override
  public long deadLetterCount(String queue) {
    return number(queue, "dead_letter_count");
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    List<String> known = ids.stream().filter(id -> ID.matcher(id).matches()).distinct().toList();
    int moved = 0;
    for (int from = 0; from < known.size(); from += MOST) {
      List<String> some = known.subList(from, Math.min(known.size(), from + MOST));
      moved +=
          (int)
              number(queue, "redrive", some.stream().map(RedisQueue::text).toArray(byte[][]::new));
    }
    return moved;
  }

  @Override
  public long purgeDeadLetters(String queue) {
    return number(queue, "purge");
  }

  /** What names one delivery: two queues may have messages of one id. */
  private Receipt receipt(String queue, Item item) {
    return new Receipt(item.id() + ":" + item.attempts() + ":" + mark(queue));
  }

  private String mark(String queue) {
    return RedisScript.digest(text(keys.own("queue", queue))).substring(0, 12);
  }

  /** The channel on which a signal says that a queue has something to receive. */
  private String wake(String queue) {
    return topics.own("wake", keys.local(queue));
  }

  private long number(String queue, String step, byte[]... arguments) {
    return SCRIPT.number(redis, keys(queue), arguments(queue, step, arguments));
  }

  private List<?> list(String queue, String step, byte[]... arguments) {
    return SCRIPT.list(redis, keys(queue), arguments(queue, step, arguments));
  }

  /** Runs a step on one delivery; false if the receipt is none of ours or holds it no longer. */
  private boolean held(String queue, String step, Receipt receipt, byte[]... arguments) {
    Matcher parts = RECEIPT.matcher(receipt.text());
    if (!parts.matches() || !parts.group(3).equals(mark(queue))) {
      return false;
    }
    Stream<byte[]> delivery = Stream.of(text(parts.group(1)), text(parts.group(2)));
    byte[][] all = Stream.concat(delivery, Stream.of(arguments)).toArray(byte[][]::new);
    return number(queue, step, all) > 0;
  }

  private String[] keys(String queue) {
    return Stream.of("queue", "due", "last", "dead")
        .map(use -> keys.own(use, queue))
        .toArray(String[]::new);
  }

  private byte[][] arguments(String queue, String step, byte[]... arguments) {
    long idle = config.maxQueueIdle().map(RedisKeyValue::millis).orElse(0L);
    Stream<byte[]> first = Stream.of(text(step), text(wake(queue)), text(idle));
    return Stream.concat(first, Stream.of(arguments)).toArray(byte[][]::new);
  }

  /** Reads the items of an answer, from an index on. */
  private static List<Item> items(List<?> answer, int from) {
    List<Item> items = new ArrayList<>(answer.size() / 3);
    for (int i = from; i + 2 < answer.size(); i += 3) {
      String id = new String((byte[]) answer.get(i), UTF_8);
      items.add(new Item(id, ((Long) answer.get(i + 1)).intValue(), (byte[]) answer.get(i + 2)));
    }
    return items;
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] text(long number) {
    return text(Long.toString(number));
  }
}
