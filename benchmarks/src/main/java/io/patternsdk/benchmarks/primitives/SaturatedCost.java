package io.patternsdk.benchmarks.primitives;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.patternsdk.benchmarks.report.Scoreboard;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** What a bulkhead lets through when many more threads come than it has places, and who waits. */
final class SaturatedCost {
  private static final int THREADS = 16;
  private static final int PLACES = 2;
  private static final int ROUNDS = 15;
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration TURN = Duration.ofMillis(200);
  private static final String SEMAPHORE = "a fair Semaphore";
  private static final String PEER = "Resilience4j";
  private static final String FAIR = "ours, fair";
  private static final String BARGING = "ours, barging";

  private SaturatedCost() {}

  private record Gate(Runnable enter, Runnable leave) {}

  static void print() throws InterruptedException {
    Map<String, Gate> gates = gates();
    Map<String, List<Rush.Seen>> seen = new LinkedHashMap<>();
    for (var gate : gates.entrySet()) {
      new Rush(gate.getValue().enter, gate.getValue().leave).run(THREADS, TURN);
      seen.put(gate.getKey(), new ArrayList<>());
    }
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      List<Map.Entry<String, Gate>> order = new ArrayList<>(gates.entrySet());
      Collections.shuffle(order, random);
      for (var gate : order) {
        Rush rush = new Rush(gate.getValue().enter, gate.getValue().leave);
        seen.getOrDefault(gate.getKey(), List.of()).add(rush.run(THREADS, TURN));
      }
    }
    report(seen);
  }

  private static Map<String, Gate> gates() {
    Semaphore semaphore = new Semaphore(PLACES, true);
    var theirs =
        io.github.resilience4j.bulkhead.Bulkhead.of(
            "bench",
            BulkheadConfig.custom().maxConcurrentCalls(PLACES).maxWaitDuration(WAIT).build());
    Bulkhead fair = Bulkhead.of("bench", PLACES, WAIT);
    Bulkhead barging = Bulkhead.named("bench").capacity(PLACES).timeout(WAIT).fair(false).build();
    Map<String, Gate> gates = new LinkedHashMap<>();
    gates.put(SEMAPHORE, new Gate(semaphore::acquireUninterruptibly, semaphore::release));
    gates.put(PEER, new Gate(theirs::acquirePermission, theirs::onComplete));
    gates.put(FAIR, new Gate(fair::acquire, fair::release));
    gates.put(BARGING, new Gate(barging::acquire, barging::release));
    return gates;
  }

  private static void report(Map<String, List<Rush.Seen>> seen) {
    Scoreboard score =
        new Scoreboard("Bulkhead of " + PLACES + ", saturated by " + THREADS + " threads");
    seen.forEach(
        (name, turns) -> {
          score.note(name + ", entries", median(turns.stream().map(Rush.Seen::rate)), "/s");
          score.note(name + ", longest wait", worst(turns), "ms");
        });
    score.atLeast(FAIR + " / " + SEMAPHORE, ratio(seen, FAIR, SEMAPHORE), "×", 0.95);
    score.atLeast(BARGING + " / " + PEER, ratio(seen, BARGING, PEER), "×", 8);
    score.atMost(
        BARGING + ", longest wait", worst(seen.getOrDefault(BARGING, List.of())), "ms", 50);
    score.print();
  }

  private static double ratio(Map<String, List<Rush.Seen>> seen, String ours, String peer) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ratios.add(
          seen.getOrDefault(ours, List.of()).get(round).rate()
              / seen.getOrDefault(peer, List.of()).get(round).rate());
    }
    return median(ratios.stream());
  }

  private static double worst(List<Rush.Seen> turns) {
    return turns.stream().mapToDouble(Rush.Seen::longestWaitMillis).max().orElse(0);
  }

  private static double median(java.util.stream.Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
