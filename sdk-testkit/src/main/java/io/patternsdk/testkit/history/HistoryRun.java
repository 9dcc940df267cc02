package io.patternsdk.testkit.history;

import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.history.StreamHistory.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Writers and members of one group at work, until all that was written is committed. */
final class HistoryRun {
  private static final String GROUP = "group";
  private static final int MESSAGES = 150;
  private static final int KEYS = 6;
  private static final Duration SHORT = Duration.ofMillis(20);

  private final StreamHistory history = new StreamHistory();
  private final AtomicInteger writing;
  private final String stream;
  private final long seed;
  private final long end;

  HistoryRun(String stream, long seed, int writers, Duration patience) {
    this.stream = stream;
    this.seed = seed;
    this.writing = new AtomicInteger(writers);
    this.end = System.nanoTime() + patience.multipliedBy(10).toNanos();
  }

  StreamHistory history() {
    return history;
  }

  private SplittableRandom random(int number) {
    return new SplittableRandom(seed * 31 + number);
  }

  void write(MessageStream streams, int number) {
    SplittableRandom random = random(number);
    for (int i = 0; i < MESSAGES; i++) {
      String key = "key " + random.nextInt(KEYS);
      history.append(streams, stream, Message.builder(new byte[10]).key(key).build());
    }
    writing.decrementAndGet();
  }

  /** Is one member after the other. */
  void consume(StreamConsumerGroups groups, int number) {
    SplittableRandom random = random(number);
    for (int life = 0; !done(groups); life++) {
      try (GroupMember member = groups.join(stream, GROUP, ReadFrom.earliest())) {
        live(member, name(number, life), random, groups);
      }
    }
  }

  private static String name(int number, int life) {
    return number + " in life " + life;
  }

  /** Returns the number of which a member with this name is one life. */
  static int number(String name) {
    return Integer.parseInt(name.substring(0, name.indexOf(' ')));
  }

  private void live(
      GroupMember member, String name, SplittableRandom random, StreamConsumerGroups groups) {
    Map<Integer, Offset> open = new TreeMap<>();
    while (random.nextInt(40) > 0) {
      List<StreamRecord> records = history.poll(member, name, 1 + random.nextInt(10), SHORT);
      records.forEach(record -> open.put(record.offset().partition(), record.offset()));
      if (records.isEmpty() || random.nextInt(4) > 0) {
        open.values().removeIf(offset -> history.commit(member, name, offset) != Outcome.UNKNOWN);
      }
      if (records.isEmpty() && done(groups)) {
        return;
      }
    }
  }

  private boolean done(StreamConsumerGroups groups) {
    if (System.nanoTime() - end > 0) {
      throw new AssertionError("not everything was read in time, seed " + seed);
    }
    if (writing.get() > 0) {
      return false;
    }
    try {
      Map<Integer, Long> lag = groups.lag(stream, GROUP);
      return !lag.isEmpty() && lag.values().stream().allMatch(count -> count == 0);
    } catch (OperationException e) {
      return false; // asked again
    }
  }
}
