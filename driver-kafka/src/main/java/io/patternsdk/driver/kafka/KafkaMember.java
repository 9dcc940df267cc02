package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One member of a group. A thread of its own uses its consumer and polls it all the time, whether
 * or not anybody takes what comes, so that a slow handler costs no membership; what commits and
 * moves is done there too, between two polls.
 */
final class KafkaMember implements GroupMember {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LEAVE = Duration.ofSeconds(2);

  /** Shorter than any session: who was a member then is one yet. */
  private static final Duration SURE = Duration.ofSeconds(1);

  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final String topic;
  private final String group;
  private final java.util.function.Consumer<KafkaMember> left;
  private final KafkaHeld held;
  private final KafkaTasks tasks = new KafkaTasks();
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private volatile boolean closed;

  /** When the brokers last took it for a member, or it learns before long that they did not. */
  private @Nullable Long proven;

  /** Why places of its consumer's partitions are unknown, which does not ask for them again. */
  private @Nullable KafkaException unplaced;

  KafkaMember(
      KafkaConnections kafka,
      KafkaTopics topics,
      String topic,
      String group,
      java.util.function.Consumer<KafkaMember> left) {
    this.kafka = kafka;
    this.topics = topics;
    this.topic = topic;
    this.group = group;
    this.left = left;
    this.held = new KafkaHeld(kafka.calls());
  }

  boolean isOf(String other) {
    return group.equals(other);
  }

  void start(Supplier<Consumer<byte[], byte[]>> maker) {
    Thread.ofPlatform().daemon().name("kafka-member").start(() -> run(maker));
  }

  private void run(Supplier<Consumer<byte[], byte[]>> maker) {
    try {
      while (!closed) {
        try {
          Consumer<byte[], byte[]> own = maker.get();
          try {
            unplaced = null;
            own.subscribe(List.of(topic), new Assignments(own));
            while (!closed) {
              step(own);
            }
          } finally {
            own.close(CloseOptions.timeout(LEAVE));
          }
        } catch (KafkaException e) {
          held.fail(kafka.calls().failed(e, Effect.NONE)); // whoever polls learns of it
          sleep();
        } finally {
          held.lose();
        }
      }
    } finally {
      gone.complete(true);
      tasks.refuse();
    }
  }

  private void sleep() {
    try {
      kafka.clock().sleep(PAUSE);
    } catch (InterruptedException e) {
      closed = true; // the thread is our own, and ends with that
    }
  }

  private void step(Consumer<byte[], byte[]> own) {
    tasks.run(own, () -> hear(own));
    refuseUnplaced();
    bound(own);
    hold(tasks.poll(own, LOOK));
  }

  /** Hears what has become of the partitions. */
  private void hear(Consumer<byte[], byte[]> own) {
    refuseUnplaced();
    bound(own);
    hold(tasks.undisturbed(own, () -> own.poll(Duration.ZERO)));
  }

  /** Ends a consumer with partitions that nobody would read; the next one is given them anew. */
  private void refuseUnplaced() {
    KafkaException reason = unplaced;
    if (reason != null) {
      throw reason;
    }
  }

  private void bound(Consumer<byte[], byte[]> own) {
    if (held.full()) {
      own.pause(own.assignment());
    } else {
      own.resume(own.paused());
    }
  }

  private void hold(ConsumerRecords<byte[], byte[]> records) {
    records.forEach(record -> held.add(KafkaRecords.read(record)));
  }

  private final class Assignments implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> own;

    Assignments(Consumer<byte[], byte[]> own) {
      this.own = own;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<Integer, Long> places = new HashMap<>();
      try {
        committed(own, partitions)
            .forEach(
                (each, place) -> places.put(each.partition(), place == null ? 0L : place.offset()));
      } catch (KafkaException e) {
        unplaced = e; // what is thrown may be told to whoever commits, and no further
        throw e;
      }
      held.assign(places);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      held.revoke(partitions.stream().map(TopicPartition::partition).toList());
    }
  }

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    admit();
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    List<StreamRecord> records = held.take(max, end, each -> topics.floor(topic, each.partition()));
    if (held.emptied()) {
      tasks.wake(); // to go on reading at once
    }
    return records;
  }

  @Override
  public void commit(Collection<Offset> offsets) {
    admit();
    Map<Integer, Long> greatest = new TreeMap<>();
    offsets.forEach(offset -> greatest.merge(offset.partition(), offset.position(), Math::max));
    if (greatest.isEmpty()) {
      return;
    }
    Set<Integer> foreign = run(own -> commit(own, greatest), kafka.begin());
    if (!foreign.isEmpty()) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          "partitions "
              + foreign
              + " of "
              + topic
              + " are no longer this member's, or went on from another place;"
              + " what it was handed of them is handed out again");
    }
  }

  /** Commits what is this member's to commit, and returns the partitions that are not. */
  private Set<Integer> commit(Consumer<byte[], byte[]> own, Map<Integer, Long> greatest) {
    boolean member = isMember(own);
    Set<Integer> foreign = new TreeSet<>();
    Map<Integer, Long> places = new TreeMap<>();
    greatest.forEach(
        (partition, position) -> {
          switch (held.standing(partition, position)) {
            case FOREIGN -> foreign.add(partition);
            case BEHIND -> {} // is done
            case OPEN -> places.put(partition, position + 1);
          }
        });
    try {
      if (member) {
        store(own, places);
        return foreign;
      }
    } catch (KafkaException e) {
      if (!KafkaErrors.fenced(e)) {
        throw e;
      }
    }
    foreign.addAll(places.keySet());
    return foreign;
  }

  /**
   * Tells whether the brokers take it for a member. To be asked before a commit: a client that has
   * learned that it is none, and has not been able to say so, commits like one who needs not be
   * any, and a group that all others have left takes that, and is moved back.
   */
  private boolean isMember(Consumer<byte[], byte[]> own) {
    Long last = proven;
    if (last != null && kafka.clock().nanoTime() - last < SURE.toNanos()) {
      return true;
    }
    try {
      var unused = committed(own, own.assignment());
      hear(own);
      return true;
    } catch (KafkaException e) {
      if (!KafkaErrors.fenced(e)) {
        throw e;
      }
      return false;
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(
      Consumer<byte[], byte[]> own, Collection<TopicPartition> partitions) {
    long asked = kafka.clock().nanoTime();
    var places = tasks.undisturbed(own, () -> own.committed(Set.copyOf(partitions)));
    proven = asked;
    return places;
  }

  private void store(Consumer<byte[], byte[]> own, Map<Integer, Long> places) {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
    places.forEach(
        (partition, next) ->
            all.put(new TopicPartition(topic, partition), new OffsetAndMetadata(next)));
    if (!all.isEmpty()) {
      long sent = kafka.clock().nanoTime();
      own.commitSync(all);
      proven = sent;
    }
    held.committed(places);
  }

  /**
   * Moves those partitions that are this member's and returns which they are; it goes on from there
   * and what it has handed out of them can no longer be committed.
   */
  Set<Integer> move(Map<Integer, Long> places, Deadline deadline) {
    return closed ? Set.of() : run(own -> move(own, places), deadline);
  }

  private Set<Integer> move(Consumer<byte[], byte[]> own, Map<Integer, Long> places) {
    Map<Integer, Long> mine = new TreeMap<>();
    if (isMember(own)) {
      mine.putAll(places);
      mine.keySet().retainAll(held.partitions());
    }
    store(own, mine);
    mine.forEach((partition, next) -> own.seek(new TopicPartition(topic, partition), next));
    held.assign(mine);
    return mine.keySet();
  }

  private <T> T run(Function<Consumer<byte[], byte[]>, T> action, Deadline deadline) {
    CompletableFuture<T> result = tasks.add(action);
    if (gone.isDone()) {
      tasks.refuse();
    }
    return kafka.calls().await(result, deadline);
  }

  private void admit() {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the member has left the group");
    }
  }

  @Override
  public Set<Integer> assignment() {
    return closed ? Set.of() : held.partitions();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      held.fail(new BackendException(ErrorKind.CLOSED, "the member has left the group"));
      tasks.wake();
      left.accept(this);
      try {
        var unused = kafka.calls().awaitShared(gone, kafka.calls().deadline(), Effect.NONE);
      } catch (OperationException e) {
        // it leaves by itself, or its session ends
      }
    }
  }
}
