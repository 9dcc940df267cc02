package io.patternsdk.driver.kafka;

import io.patternsdk.core.driver.Mailbox;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * One consumer for all subscribers of the process, on a thread of its own while there are any. It
 * reads the partitions that they need, and hands on what is theirs from where the partition ended
 * when they subscribed. That a connection was lost, of its own or the producer's, they learn once
 * it has received something again. Thread-safe.
 */
final class KafkaListener {
  private static final Logger LOG = System.getLogger(KafkaListener.class.getName());
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final String topic;
  private final Map<String, List<Inlet>> inlets = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Reading reading;

  KafkaListener(KafkaConnections kafka, KafkaTopics topics) {
    this.kafka = kafka;
    this.topics = topics;
    this.topic = kafka.config().pubSubTopic();
  }

  /** A subscriber of one topic, from an offset of its partition on. */
  private record Inlet(String name, int partition, long from, Mailbox mailbox) {}

  /**
   * Has what is published on a topic from now on put into the mailbox; returns what ends it. Where
   * the partition ends is asked first, so nothing that is published later can be missed.
   */
  Runnable join(String name, int partition, Mailbox mailbox) {
    long end = topics.ends(topic, List.of(partition)).getOrDefault(partition, 0L);
    Inlet inlet = new Inlet(name, partition, end, mailbox);
    lock.lock();
    try {
      inlets.merge(
          name,
          List.of(inlet),
          (old, added) -> {
            List<Inlet> all = new ArrayList<>(old);
            all.addAll(added);
            return List.copyOf(all);
          });
      Reading current = reading;
      if (current == null) {
        current = new Reading();
        reading = current;
        current.start();
      }
      current.wake();
    } finally {
      lock.unlock();
    }
    return () -> leave(inlet);
  }

  private void leave(Inlet inlet) {
    lock.lock();
    try {
      inlets.computeIfPresent(
          inlet.name(),
          (name, all) -> {
            List<Inlet> rest =
                all.stream().filter(each -> each.mailbox() != inlet.mailbox()).toList();
            return rest.isEmpty() ? null : rest;
          });
      Reading current = reading;
      if (inlets.isEmpty() && current != null) {
        reading = null;
        current.end();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the consumer, whoever still subscribes. */
  void close() {
    lock.lock();
    try {
      inlets.clear();
      if (reading != null) {
        reading.end();
        reading = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The least offset that somebody wants of each partition that somebody wants. */
  private Map<Integer, Long> wanted() {
    return inlets.values().stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(Inlet::partition, Inlet::from, Math::min));
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    String name = KafkaRecords.topic(record);
    if (name == null) {
      return;
    }
    for (Inlet inlet : inlets.getOrDefault(name, List.of())) {
      if (record.offset() >= inlet.from()) {
        int size = record.serializedValueSize() + record.serializedKeySize();
        inlet.mailbox().put(name, size, () -> KafkaRecords.received(record));
      }
    }
  }

  private void gap() {
    inlets.values().forEach(all -> all.forEach(each -> each.mailbox().gap(Gap.RECONNECTED)));
  }

  /** The consumer and its thread, from the first subscriber to the last. */
  private final class Reading {
    private final Thread thread =
        Thread.ofPlatform().daemon().name("kafka-listener").unstarted(this::run);
    private final KafkaLink process = new KafkaLink(kafka.producer().metrics());
    private volatile boolean ended;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    void start() {
      thread.start();
    }

    void wake() {
      Consumer<byte[], byte[]> own = consumer;
      if (own != null) {
        own.wakeup();
      }
    }

    void end() {
      ended = true;
      wake();
    }

    private void run() {
      while (!ended) {
        try (Consumer<byte[], byte[]> own = kafka.clients().reader()) {
          consumer = own;
          read(own);
        } catch (KafkaException e) {
          LOG.log(Level.WARNING, "what is published cannot be read; it is tried again", e);
          gap();
          sleep();
        }
      }
    }

    private void sleep() {
      try {
        kafka.clock().sleep(PAUSE);
      } catch (InterruptedException e) {
        ended = true; // the thread is our own, and ends with that
      }
    }

    private void read(Consumer<byte[], byte[]> own) {
      KafkaLink link = new KafkaLink(own.metrics());
      double seenAtLoss = -1;
      while (!ended) {
        try {
          assign(own);
          own.poll(LOOK).forEach(KafkaListener.this::hand);
        } catch (WakeupException e) {
          // somebody came or left
        } catch (OffsetOutOfRangeException e) {
          own.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
          gap();
        }
        boolean lost = process.lost();
        if (link.lost() || lost) {
          seenAtLoss = link.received();
        } else if (seenAtLoss >= 0 && link.received() > seenAtLoss) {
          seenAtLoss = -1;
          gap();
        }
      }
      own.close(CloseOptions.timeout(Duration.ZERO));
    }

    private void assign(Consumer<byte[], byte[]> own) {
      Map<Integer, Long> wanted = wanted();
      Set<TopicPartition> parts =
          wanted.keySet().stream()
              .map(each -> new TopicPartition(topic, each))
              .collect(Collectors.toSet());
      Set<TopicPartition> before = Set.copyOf(own.assignment());
      if (!parts.equals(before)) {
        own.assign(parts);
        parts.stream()
            .filter(each -> !before.contains(each))
            .forEach(each -> own.seek(each, wanted.getOrDefault(each.partition(), 0L)));
      }
    }
  }
}
