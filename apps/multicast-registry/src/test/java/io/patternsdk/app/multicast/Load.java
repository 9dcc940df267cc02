package io.patternsdk.app.multicast;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests without end on four threads, and what became of each. */
final class Load implements AutoCloseable {
  private static final Set<Integer> RIGHT = Set.of(503, 504);

  private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private final RegistryCalls calls;
  private final Work work;
  private volatile boolean stopped;

  enum Work {
    REGISTER,
    MULTICAST
  }

  private Load(RegistryCalls calls, Work work) {
    this.calls = calls;
    this.work = work;
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofVirtual().start(this::run));
    }
  }

  static Load of(RegistryCalls calls, Work work) {
    return new Load(calls, work);
  }

  /** What was acknowledged: the ids that were registered, or those of the messages. */
  List<String> done() {
    return List.copyOf(done);
  }

  /** How many requests a backend's failure was the answer to. */
  int refused() {
    return refused.get();
  }

  /** Answers that are neither success nor a backend's failure told as such. */
  List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  private void run() {
    while (!stopped) {
      try {
        switch (work) {
          case REGISTER -> register("id" + numbers.incrementAndGet());
          case MULTICAST -> multicast();
        }
      } catch (RuntimeException e) {
        unexpected.add(e.toString());
      }
    }
  }

  private void register(String id) {
    Answer answer = calls.post("/v1/identities", "{\"id\":\"" + id + "\"}");
    if (answer.status() == 201) {
      done.add(id);
    } else {
      failed(answer);
    }
  }

  private void multicast() {
    Answer answer = calls.multicast("{\"filter\":{\"to\":true},\"payload\":\"x\"}");
    if (answer.status() != 200) {
      failed(answer);
      return;
    }
    JsonObject totals = answer.json().object("totals");
    if (totals.number("sent").toInt() == 1) {
      done.add(answer.json().string("id"));
    } else {
      refused.incrementAndGet();
    }
  }

  private void failed(Answer answer) {
    boolean right =
        RIGHT.contains(answer.status()) && answer.type().equals("application/problem+json");
    if (right) {
      refused.incrementAndGet();
    } else {
      unexpected.add(answer.status() + " " + answer.response().body());
    }
  }

  void stop() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
