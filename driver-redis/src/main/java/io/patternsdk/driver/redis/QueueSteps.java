package io.patternsdk.driver.redis;

import io.patternsdk.core.queue.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the steps of {@code queue.lua}, each of which is atomic. */
final class QueueSteps {
  private static final Script SCRIPT = Script.load("queue.lua");
  private static final Pattern ID = Pattern.compile("\\d{1,19}-\\d{1,19}");
  private static final Pattern RECEIPT = Pattern.compile("(" + ID + "):(\\d{1,9}):(.+)");

  private final Calls calls;
  private final StoredNames keys;
  private final StoredNames topics;

  QueueSteps(Calls calls, StoredNames keys, StoredNames topics) {
    this.calls = calls;
    this.keys = keys;
    this.topics = topics;
  }

  /**
   * A message in a queue or among its dead letters.
   *
   * @param id its id in its stream
   * @param attempts how often it was delivered, this time included
   * @param body its envelope
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Item(String id, int attempts, byte[] body) {}

  /** What names one delivery: two queues may have messages of one id. */
  Receipt receipt(String queue, Item item) {
    return new Receipt(item.id() + ":" + item.attempts() + ":" + mark(queue));
  }

  private String mark(String queue) {
    return Digests.hex(text(keys.own("queue", keys.rest(queue)))).substring(0, 12);
  }

  /** The channel on which a signal says that a queue has something to receive. */
  String wake(String queue) {
    return topics.own("wake", keys.rest(queue));
  }

  /** Runs a step that answers a number. */
  long number(String queue, String step, byte[]... arguments) {
    return SCRIPT.number(calls, keys(queue), arguments(queue, step, arguments));
  }

  /** Runs a step that answers a list. */
  List<?> list(String queue, String step, byte[]... arguments) {
    return SCRIPT.list(calls, keys(queue), arguments(queue, step, arguments));
  }

  /** Runs a step on one delivery; false if the receipt is none of ours or holds it no longer. */
  boolean held(String queue, String step, Receipt receipt, byte[]... arguments) {
    Matcher parts = RECEIPT.matcher(receipt.text());
    if (!parts.matches() || !parts.group(3).equals(mark(queue))) {
      return false;
    }
    byte[][] all = new byte[arguments.length + 2][];
    all[0] = text(parts.group(1));
    all[1] = text(parts.group(2));
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return number(queue, step, all) > 0;
  }

  /** Reads the items of an answer, from an index on. */
  static List<Item> items(List<?> answer, int from) {
    List<Item> items = new ArrayList<>(answer.size() / 3);
    for (int i = from; i + 2 < answer.size(); i += 3) {
      String id = new String((byte[]) answer.get(i), StandardCharsets.UTF_8);
      items.add(new Item(id, ((Long) answer.get(i + 1)).intValue(), (byte[]) answer.get(i + 2)));
    }
    return items;
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] text(long number) {
    return text(Long.toString(number));
  }

  private String[] keys(String queue) {
    String rest = keys.rest(queue);
    return new String[] {
      keys.own("queue", rest), keys.own("due", rest), keys.own("last", rest), keys.own("dead", rest)
    };
  }

  private byte[][] arguments(String queue, String step, byte[]... arguments) {
    byte[][] all = new byte[arguments.length + 2][];
    all[0] = text(step);
    all[1] = text(wake(queue));
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return all;
  }
}
