package io.patternsdk.testkit.contract;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.queue.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Virtual threads that write without a pause and note what became of each write: kept, perhaps
 * kept, or refused.
 */
final class CrashWriters {
  static final String QUEUE = "jobs";
  private static final int WRITERS = 8;

  private final Optional<KeyValue> values;
  private final Optional<MessageQueue> queue;
  private final Set<String> kept = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Set<String> perhaps = ConcurrentHashMap.newKeySet();
  private final Set<OperationException> failures = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stop = new AtomicBoolean();

  CrashWriters(Backend backend) {
    this.values = backend.find(KEYVALUE_BASIC);
    this.queue = backend.find(QUEUE_BASIC);
  }

  /**
   * Writes while {@code harm} runs, in the calling thread, which must not be a virtual one: while
   * the server is gone the writers leave no carrier to others.
   */
  void run(Runnable harm) {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(Thread.startVirtualThread(() -> write(writer)));
    }
    try {
      harm.run();
    } finally {
      stop.set(true);
      writers.forEach(Latches::join);
    }
  }

  private void write(int writer) {
    for (int i = 0; !stop.get(); i++) {
      String text = "writer-" + writer + "-" + i;
      try {
        values.ifPresent(v -> write(v, text));
        queue.ifPresent(q -> q.enqueue(QUEUE, Message.of(text)));
        kept.add(text);
      } catch (OperationException e) {
        failures.add(e);
        if (e.effect() == Effect.UNKNOWN) {
          perhaps.add(text);
        }
      }
    }
  }

  private void write(KeyValue values, String text) {
    values.set(text, Values.of(text));
    String gone = text + "-gone";
    values.set(gone, Values.of(text));
    if (values.delete(gone)) {
      deleted.add(gone);
    }
  }

  Set<String> kept() {
    return kept;
  }

  Set<String> deleted() {
    return deleted;
  }

  Set<String> perhaps() {
    return perhaps;
  }

  Set<OperationException> failures() {
    return failures;
  }

  /** Fails unless writes failed, all of them for want of the server. */
  void checkFailures() {
    assertThat(failures)
        .isNotEmpty()
        .allSatisfy(
            e ->
                assertThat(((BackendException) e).kind())
                    .as("kind of %s", e)
                    .isIn(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT));
  }
}
