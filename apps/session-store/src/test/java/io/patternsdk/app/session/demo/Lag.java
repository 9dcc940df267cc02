package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Operation.Kind;
import io.patternsdk.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long after its acknowledgement a write of one region is seen in the other, measured by
 * somebody who writes here and looks there until it is.
 */
final class Lag {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LOOK = Duration.ofMillis(1);
  private static final double MILLIS = 1e6;

  private final HttpDoor door;
  private final Asking asking;
  private final String id;
  private final List<Long> nanos = new ArrayList<>();
  private final AtomicInteger harm = new AtomicInteger();
  private final int[] recovered = new int[2];
  private long longest;
  private final Thread thread;
  private volatile boolean ending;

  private Lag(HttpDoor door, Asking asking, String id) {
    this.door = door;
    this.asking = asking;
    this.id = id;
    this.thread = Thread.ofVirtual().name("lag").unstarted(this::measure);
  }

  /**
   * Begins to measure between the two regions of a door, with a session of its own.
   *
   * @param asking creates it, and deletes it when this ends
   */
  static Lag measured(HttpDoor door, Asking asking) throws InterruptedException {
    Operation created = asking.create(Kind.CREATE, Map.of());
    while (!created.done()) {
      created = asking.create(Kind.CREATE, Map.of());
    }
    Lag lag = new Lag(door, asking, created.subject());
    lag.thread.start();
    return lag;
  }

  private void measure() {
    try {
      for (int i = 0; !ending; i++) {
        measure(i % 2, i);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void measure(int from, int value) throws InterruptedException {
    String path = "/v1/sessions/" + id + "/attributes/from-" + from;
    JsonObject written = JsonObject.builder().put("value", value).build();
    if (door.call(from, "PUT", path, written.toString()).outcome() != Outcome.DONE) {
      return; // the region is not there
    }
    int before = harm.get();
    long since = System.nanoTime();
    while (!door.call(1 - from, "GET", path, "").body().equals(written)) {
      if (ending) {
        return;
      }
      Thread.sleep(LOOK);
    }
    long lag = System.nanoTime() - since;
    longest = Math.max(longest, lag);
    if (before == harm.get() && before % 2 == 0 && before == recovered[from]) {
      nanos.add(lag);
    }
    recovered[from] = before;
  }

  /**
   * Says that harm begins, or that it is over. What is written in between, and the first write in
   * each direction after it, counts by itself.
   */
  void harm() {
    int unused = harm.incrementAndGet();
  }

  /** Ends it, and its session. */
  void end() throws InterruptedException {
    ending = true;
    thread.join();
    Operation deleted = asking.delete(id);
    while (!deleted.done()) {
      deleted = asking.delete(id);
    }
    Collections.sort(nanos);
  }

  @Override
  public String toString() {
    return "p50 %.1f ms, p99 %.1f ms of %d writes; over what was cut or killed up to %.1f s"
        .formatted(share(0.5), share(0.99), nanos.size(), longest / 1e9);
  }

  private double share(double share) {
    return nanos.isEmpty()
        ? Double.NaN
        : nanos.get((int) Math.ceil(share * nanos.size()) - 1) / MILLIS;
  }
}
