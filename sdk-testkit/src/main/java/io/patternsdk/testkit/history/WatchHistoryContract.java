package io.patternsdk.testkit.history;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Latches;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Several writers, each of its own keys, and watches that are slow and fail; one stays, and others
 * end and go on after their tokens. Each has said what was written and nothing else. How many
 * histories there are {@link Rounds#histories} says.
 */
public final class WatchHistoryContract {
  private static final int WRITERS = 4;
  private static final int WATCHES = 2;
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final double OFTEN = 0.05;

  private final Subject subject;

  WatchHistoryContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsSeenIsWhatWasWritten() {
    Rounds.eachHistory(this::run);
  }

  private void run(long seed) {
    WatchHistory history = new WatchHistory();
    String prefix = "history " + seed + ":";
    List<Backend> backends = List.of(subject.backend(), subject.sibling());
    Phases phases = new Phases();
    List<WatchHistory> watched =
        Crowd.call(
            WRITERS + WATCHES,
            number -> {
              Backend own = backends.get(number % backends.size());
              if (number < WRITERS) {
                write(new WatchHistoryWriter(history, own, prefix + number, seed), phases);
                return history;
              }
              WatchHistory mine = history.another();
              SplittableRandom random = new SplittableRandom(seed * 31 + number);
              watch(own, prefix, random, mine, phases, number == WRITERS);
              return mine;
            });
    Map<String, String> store = store(history);
    for (WatchHistory mine : watched.subList(WRITERS, watched.size())) {
      assertThat(WatchHistoryChecker.check(mine, store)).as("seed %d", seed).isEmpty();
    }
  }

  /** What is there first, what comes before anybody looks again, and what comes meanwhile. */
  private static final class Phases {
    final CountDownLatch filled = new CountDownLatch(WRITERS);
    final CountDownLatch watching = new CountDownLatch(WATCHES);
    final CountDownLatch half = new CountDownLatch(WRITERS);
    final CountDownLatch all = new CountDownLatch(WRITERS);
  }

  private static void write(WatchHistoryWriter writer, Phases phases) {
    try {
      writer.write();
      phases.filled.countDown();
      Latches.await(phases.watching);
      writer.write();
      phases.half.countDown();
      writer.write();
    } finally {
      phases.filled.countDown();
      phases.half.countDown();
      phases.all.countDown();
    }
  }

  private Map<String, String> store(WatchHistory history) {
    KeyValue values = subject.require(KEYVALUE_BASIC);
    Map<String, String> store = new TreeMap<>();
    for (String key : history.endedStates().keySet()) {
      values.get(key).ifPresent(value -> store.put(key, new String(value, StandardCharsets.UTF_8)));
    }
    return store;
  }

  private void watch(
      Backend backend,
      String prefix,
      SplittableRandom random,
      WatchHistory history,
      Phases phases,
      boolean stays) {
    FaultPlan plan = FaultPlan.seeded(random.nextLong(), Clock.system());
    plan.sometimes(OFTEN, "keyvalue_watch.poll_events", Fault.refused(ErrorKind.UNAVAILABLE));
    KeyValueWatch watches = backend.capabilities("history", List.of(plan)).require(KEYVALUE_WATCH);
    Latches.await(phases.filled);
    Optional<WatchToken> token = Optional.empty();
    try {
      token = life(watches.watch(prefix), token, random, history, phases, stays);
    } finally {
      phases.watching.countDown();
    }
    while (token.isPresent()) {
      history.resumed();
      WatchToken stored = new WatchToken(token.get().text());
      token = life(watches.watch(prefix, stored), token, random, history, phases, stays);
    }
  }

  /**
   * Polls until everything has come or it is to go on after a token. The first life looks once more
   * when much has changed.
   *
   * @return where to go on; empty if everything has come
   */
  private Optional<WatchToken> life(
      KeyWatch opened,
      Optional<WatchToken> from,
      SplittableRandom random,
      WatchHistory history,
      Phases phases,
      boolean stays) {
    long end = System.nanoTime() + subject.variant().patience().multipliedBy(10).toNanos();
    Optional<WatchToken> token = from;
    try (KeyWatch watch = opened) {
      while (stays || phases.half.getCount() > 0 || token.isEmpty() || random.nextInt(30) > 0) {
        assertThat(System.nanoTime() - end).as("time for all to come").isNegative();
        boolean over = phases.all.getCount() == 0;
        Optional<WatchBatch> batch = poll(watch, 1 + random.nextInt(9), history);
        boolean current = batch.map(WatchBatch::current).orElse(false);
        if (over && current) {
          return Optional.empty();
        }
        token = batch.map(WatchBatch::token).or(same(token));
        if (current && phases.watching.getCount() > 0) {
          phases.watching.countDown();
          Latches.await(phases.half);
        }
      }
    }
    return token;
  }

  private static Supplier<Optional<WatchToken>> same(Optional<WatchToken> token) {
    return () -> token;
  }

  private static Optional<WatchBatch> poll(KeyWatch watch, int max, WatchHistory history) {
    Map<String, Integer> ended = history.endedStates();
    try {
      WatchBatch batch = watch.poll(max, SHORT);
      history.polled(ended, batch);
      return Optional.of(batch);
    } catch (BackendException e) { // polled again
      assertThat(e.kind()).isIn(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT);
      return Optional.empty();
    }
  }
}
