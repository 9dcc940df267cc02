package io.patternsdk.driver.nats.cluster;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patternsdk.core.Effect;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.history.StreamHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writers of values, of registers by compare-and-set, of a queue and of a stream, and receivers of
 * the queue, on each of some backends, with what they were told. It is closed before the backends
 * are.
 */
final class ClusterLoad implements AutoCloseable {
  static final String STREAM = "events";
  static final String QUEUE = "jobs";
  static final String VALUES = "value:";

  /** How many texts a register takes before the next one is begun. */
  private static final int FULL = 100;

  private static final long PAUSE_MILLIS = 10;
  private static final int KEYS = 3;
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Map<Kind, Account> accounts = new EnumMap<>(Kind.class);
  private final StreamHistory history = new StreamHistory();
  private final Queue<String> taken = new ConcurrentLinkedQueue<>();
  private final Set<String> perhapsTaken = ConcurrentHashMap.newKeySet();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /** What is written. */
  enum Kind {
    VALUES,
    REGISTERS,
    QUEUE,
    STREAM
  }

  /** Begins. */
  ClusterLoad(Collection<Backend> backends) {
    for (Kind kind : Kind.values()) {
      accounts.put(kind, new Account());
    }
    int number = 0;
    for (Backend backend : backends) {
      int writer = number++;
      for (Kind kind : Kind.values()) {
        threads.add(Thread.ofVirtual().start(() -> write(kind, backend, writer)));
      }
      threads.add(Thread.ofVirtual().start(() -> receive(backend)));
    }
  }

  /** Waits a moment, so that what fails at once is not done again at once. */
  private boolean over() {
    try {
      return end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void write(Kind kind, Backend backend, int writer) {
    for (int i = 0; !over(); i++) {
      String text = writer + "-" + i;
      try {
        if (written(kind, backend, text, i)) {
          account(kind).kept(text);
        }
      } catch (OperationException e) {
        if (e.effect() == Effect.UNKNOWN) {
          account(kind).perhaps(text);
        }
      }
    }
  }

  private boolean written(Kind kind, Backend backend, String text, int number) {
    return switch (kind) {
      case VALUES -> {
        backend.require(KEYVALUE_BASIC).set(VALUES + text, text.getBytes(US_ASCII));
        yield true;
      }
      case REGISTERS -> add(backend.require(KEYVALUE_CAS), text);
      case QUEUE -> {
        backend.require(QUEUE_BASIC).enqueue(QUEUE, Message.of(text));
        yield true;
      }
      case STREAM -> {
        String key = text.charAt(0) + " key " + number % KEYS;
        Message message = Message.builder(text.getBytes(US_ASCII)).key(key).build();
        boolean done = history.append(backend.require(STREAM_BASIC), STREAM, message).isPresent();
        if (!done) {
          account(kind).perhaps(text); // the history has whether it was refused
        }
        yield done;
      }
    };
  }

  /** Adds a text to the first register with room; false if somebody else was faster. */
  private static boolean add(KeyValueCas registers, String text) {
    for (int i = 0; ; i++) {
      Optional<Versioned> found = registers.getVersioned(register(i));
      if (found.isEmpty()) {
        return registers.setIfAbsent(register(i), text.getBytes(US_ASCII)).isPresent();
      }
      List<String> texts = texts(found.get());
      if (texts.size() < FULL) {
        byte[] more = (String.join(" ", texts) + " " + text).getBytes(US_ASCII);
        return registers.compareAndSet(register(i), found.get().version(), more).isPresent();
      }
    }
  }

  static String register(int number) {
    return "register:" + number;
  }

  /** What was added to a register, in its order. */
  static List<String> texts(Versioned register) {
    return List.of(new String(register.value(), US_ASCII).split(" "));
  }

  private void receive(Backend backend) {
    MessageQueue queue = backend.require(QUEUE_BASIC);
    while (!over()) {
      try {
        take(queue, queue.receive(QUEUE, 5, SHORT));
      } catch (OperationException e) {
        continue; // what it had been given comes again
      }
    }
  }

  /** Acknowledges what was received. */
  void take(MessageQueue queue, List<Delivery> some) {
    for (Delivery delivery : some) {
      String text = delivery.message().text();
      try {
        if (queue.ack(QUEUE, delivery.receipt())) {
          taken.add(text);
        }
      } catch (OperationException e) {
        perhapsTaken.add(text);
      }
    }
  }

  Account account(Kind kind) {
    return accounts.get(kind);
  }

  /** What became of the queue's messages: what was acknowledged, each as often as it was. */
  List<String> taken() {
    return List.copyOf(taken);
  }

  Set<String> perhapsTaken() {
    return perhapsTaken;
  }

  StreamHistory history() {
    return history;
  }

  /** Ends when what is under way is answered. */
  @Override
  public void close() {
    end.countDown();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while the load ends", e);
      }
    }
  }
}
