package io.patternsdk.testkit.history;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.history.StreamHistory.Append;
import io.patternsdk.testkit.history.StreamHistory.Commit;
import io.patternsdk.testkit.history.StreamHistory.Outcome;
import io.patternsdk.testkit.history.StreamHistory.Poll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A group of one stream as a model, which can be made wrong; what happens is chosen by a seed. */
final class ModelGroup {
  private static final int PARTITIONS = 3;
  private static final int MEMBERS = 4;
  private static final int STEPS = 400;
  private static final int GAP = 10;

  private final StreamHistory history = new StreamHistory();
  private final Partition[] partitions = new Partition[PARTITIONS];
  private final SplittableRandom random;
  private final Optional<StreamFlaw> flaw;
  private int ids;

  private ModelGroup(long seed, Optional<StreamFlaw> flaw) {
    this.random = new SplittableRandom(seed);
    this.flaw = flaw;
    for (int i = 0; i < PARTITIONS; i++) {
      partitions[i] = new Partition(i);
      Arrays.fill(partitions[i].cursors, -1);
    }
  }

  /** Returns what happened in one run, at whose end all had been read. */
  static StreamHistory run(long seed, Optional<StreamFlaw> flaw) {
    ModelGroup group = new ModelGroup(seed, flaw);
    for (int step = 0; step < STEPS; step++) {
      group.step();
    }
    for (Partition partition : group.partitions) {
      partition.appear();
      partition.poll(partition.owner, Integer.MAX_VALUE);
    }
    return group.history;
  }

  private boolean has(StreamFlaw one) {
    return flaw.filter(one::equals).isPresent();
  }

  private boolean sometimes(StreamFlaw one) {
    return has(one) && random.nextInt(10) == 0;
  }

  private void step() {
    Partition partition = partitions[random.nextInt(PARTITIONS)];
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> partition.append();
      case 3, 4 -> partition.poll(partition.owner, 1 + random.nextInt(5));
      case 5, 6 -> partition.commit(partition.owner);
      default -> partition.move();
    }
    if (sometimes(StreamFlaw.TRIMMED)) {
      partition.trim();
    }
  }

  private final class Partition {
    private final NavigableMap<Long, StreamRecord> log = new TreeMap<>();
    private final List<StreamRecord> late = new ArrayList<>();
    private final long[] cursors = new long[MEMBERS];
    private final int number;
    private long committed = -1;
    private long next = GAP;
    private int owner;
    private int former = -1;

    Partition(int number) {
      this.number = number;
    }

    void append() {
      long begin = history.begin();
      String id = "id-" + ids++;
      long position = sometimes(StreamFlaw.REORDERED) && next > 2 * GAP ? next - GAP - 3 : next;
      next += GAP;
      Offset offset = new Offset(number, position);
      Message message = Message.builder(new byte[0]).id(id).key("key-" + number).build();
      StreamRecord record = new StreamRecord(offset, Instant.EPOCH, message);
      if (sometimes(StreamFlaw.SKIPPED)) {
        late.add(record);
      } else if (!sometimes(StreamFlaw.LOST)) {
        log.put(position, record);
      }
      history.add(new Append(history.span(begin), "key-" + number, id, offset, Outcome.DONE));
    }

    void appear() {
      late.forEach(record -> log.put(record.offset().position(), record));
      late.clear();
    }

    void poll(int member, int max) {
      long begin = history.begin();
      List<StreamRecord> records = new ArrayList<>();
      for (StreamRecord record : log.tailMap(cursors[member], false).values()) {
        if (records.size() < max) {
          records.add(record);
          cursors[member] = record.offset().position();
        }
      }
      if (sometimes(StreamFlaw.PHANTOM)) {
        Message message = Message.builder(new byte[0]).id("none").key("key-" + number).build();
        Offset offset = new Offset(number, cursors[member] + 1);
        records.add(new StreamRecord(offset, Instant.EPOCH, message));
      }
      history.add(new Poll(history.span(begin), "member-" + member, records));
    }

    void commit(int member) {
      long begin = history.begin();
      long position = cursors[member];
      boolean own = member == owner;
      if (position > committed) {
        Outcome outcome = own || has(StreamFlaw.UNFENCED) ? Outcome.DONE : Outcome.REFUSED;
        committed = own ? position : committed;
        Offset offset = new Offset(number, position);
        history.add(new Commit(history.span(begin), "member-" + member, offset, outcome));
      }
    }

    /** Another member takes it over and reads; the former one tries to go on. */
    void move() {
      poll(owner, 3);
      former = owner;
      owner = (owner + 1 + random.nextInt(MEMBERS - 1)) % MEMBERS;
      long begin = committed;
      if (has(StreamFlaw.DUPLICATED) && committed > 0) {
        begin -= GAP;
      }
      cursors[owner] = begin;
      poll(owner, 1);
      appear();
      if (has(StreamFlaw.SHARED)) {
        append();
        poll(former, 3);
      }
      commit(former);
    }

    void trim() {
      log.tailMap(cursors[owner], false).pollFirstEntry();
    }
  }
}
