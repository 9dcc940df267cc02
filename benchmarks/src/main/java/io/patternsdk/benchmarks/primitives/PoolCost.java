package io.patternsdk.benchmarks.primitives;

import io.patternsdk.benchmarks.paired.Bench;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.Crowd;
import io.patternsdk.benchmarks.paired.Forks;
import io.patternsdk.benchmarks.paired.Measured;
import io.patternsdk.benchmarks.report.Scoreboard;
import io.patternsdk.concurrency.FanOut;
import io.patternsdk.concurrency.Step;
import io.patternsdk.concurrency.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** What worker pool and fan-out cost for each task, beside what else runs ten at a time. */
public final class PoolCost implements Bench {
  private static final int WORKERS = 10;
  private static final String SUBMIT = "100,000 trivial tasks submitted one by one";
  private static final String BULK = "100,000 trivial tasks at once";
  private static final String FAN_OUT = "1,000 trivial tasks at once";
  private static final String BESIDE_STREAM = "1,000 trivial tasks in a stream";
  private static final String BRIEF = "1,000 tasks of 20 µs";
  private static final String BLOCKING = "200 tasks that block for 1 ms";

  private static final String THREADS = "ThreadPoolExecutor";
  private static final String INVOKE_ALL = "invokeAll";
  private static final String GATHERER = "Gatherers.mapConcurrent";
  private static final String IDEAL = "ten loops";
  private static final String OUR_SUBMIT = "our pool, submit";
  private static final String OUR_BULK = "our pool, bulk";
  private static final String OUR_FAN_OUT = "our fan-out";

  private static final Step<Integer, Integer> TRIVIAL = input -> input;

  private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
  private final ExecutorService forkJoin = Executors.newWorkStealingPool(WORKERS);
  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
  private final WorkerPool pool = WorkerPool.named("bench").workers(WORKERS).queue(100_000).build();
  private final Way ourSubmit = Way.submit(pool::submit);
  private final Way ourBulk = Way.bulk(pool);
  private final Way ourFanOut = Way.fanOut(FanOut.bounded(WORKERS));
  private final Optional<Way> gatherer = MapConcurrent.bounded(WORKERS);

  /** Runs it in three JVMs and says which targets were met. */
  static void print() throws Exception {
    Measured measured = Forks.run(PoolCost.class, 3);
    Scoreboard score = new Scoreboard("Worker pool and fan-out, ten at a time");
    atMost(score, "100,000 trivial tasks, " + THREADS, measured.line(SUBMIT, OUR_SUBMIT), 0.75);
    atMost(score, "100,000 trivial tasks, invokeAll", measured.line(BULK, OUR_BULK), 0.25);
    atMost(score, "1,000 trivial tasks, invokeAll", measured.line(FAN_OUT, OUR_FAN_OUT), 0.15);
    if (MapConcurrent.bounded(WORKERS).isPresent()) {
      Line line = measured.line(BESIDE_STREAM, OUR_FAN_OUT);
      atMost(score, "1,000 trivial tasks, mapConcurrent", line, 0.05);
    }
    score.note("memory of a task", measured.line(SUBMIT, OUR_SUBMIT).bytes(), "B");
    score.atMost(
        "memory of an input of a fan-out", measured.line(FAN_OUT, OUR_FAN_OUT).bytes(), "B", 25);
    for (String ours : List.of(OUR_SUBMIT, OUR_BULK, OUR_FAN_OUT)) {
      atMost(score, BRIEF + ", " + THREADS, measured.line(BRIEF, ours), 1.05);
    }
    for (String ours : List.of(OUR_SUBMIT, OUR_BULK, OUR_FAN_OUT)) {
      atMost(score, BLOCKING + ", " + IDEAL, measured.line(BLOCKING, ours), 1.05);
    }
    score.print();
  }

  private static void atMost(Scoreboard score, String peer, Line ours, double target) {
    score.atMost(ours.name() + " / " + peer, ours.ratio(), "×", target);
  }

  @Override
  public List<Comparison> comparisons() {
    return List.of(submit(), bulk(), fanOut(), besideStream(), brief(), blocking());
  }

  private Comparison submit() {
    return new Measure(SUBMIT, 100_000, TRIVIAL)
        .add(THREADS, Way.submit(threads::submit))
        .add("ForkJoinPool", Way.submit(forkJoin::submit))
        .add("virtual threads and a Semaphore", Way.semaphore(virtual, WORKERS))
        .add(OUR_SUBMIT, ourSubmit)
        .comparison();
  }

  private Comparison bulk() {
    return new Measure(BULK, 100_000, TRIVIAL)
        .add(INVOKE_ALL, Way.invokeAll(threads))
        .add("ForkJoinPool invokeAll", Way.invokeAll(forkJoin))
        .add(OUR_BULK, ourBulk)
        .comparison();
  }

  private Comparison fanOut() {
    return new Measure(FAN_OUT, 1_000, TRIVIAL)
        .add(INVOKE_ALL, Way.invokeAll(threads))
        .add("ForkJoinPool invokeAll", Way.invokeAll(forkJoin))
        .add(OUR_BULK, ourBulk)
        .add(OUR_FAN_OUT, ourFanOut)
        .comparison();
  }

  private Comparison besideStream() {
    Measure measure = new Measure(BESIDE_STREAM, 1_000, TRIVIAL);
    gatherer.ifPresent(way -> measure.add(GATHERER, way));
    return measure
        .add("virtual threads and a Semaphore", Way.semaphore(virtual, WORKERS))
        .add(OUR_FAN_OUT, ourFanOut)
        .comparison();
  }

  private Comparison brief() {
    return new Measure(BRIEF, 1_000, PoolCost::compute)
        .add(THREADS, Way.submit(threads::submit))
        .add(INVOKE_ALL, Way.invokeAll(threads))
        .add("ForkJoinPool invokeAll", Way.invokeAll(forkJoin))
        .add("ten loops, virtual threads", Way.loops(virtual, WORKERS))
        .add(OUR_SUBMIT, ourSubmit)
        .add(OUR_BULK, ourBulk)
        .add(OUR_FAN_OUT, ourFanOut)
        .comparison();
  }

  private Comparison blocking() {
    Measure measure =
        new Measure(BLOCKING, 200, PoolCost::block)
            .add(IDEAL, Way.loops(threads, WORKERS))
            .add("ten loops, virtual threads", Way.loops(virtual, WORKERS))
            .add(THREADS, Way.submit(threads::submit))
            .add("virtual threads and a Semaphore", Way.semaphore(virtual, WORKERS));
    gatherer.ifPresent(way -> measure.add(GATHERER, way));
    return measure
        .add(OUR_SUBMIT, ourSubmit)
        .add(OUR_BULK, ourBulk)
        .add(OUR_FAN_OUT, ourFanOut)
        .comparison();
  }

  private static int block(int input) throws InterruptedException {
    Thread.sleep(1);
    return input;
  }

  /** Keeps a core busy for some 20 µs. */
  private static int compute(int input) {
    int number = input;
    for (int i = 0; i < 10_000; i++) {
      number ^= number << 13;
      number ^= number >>> 17;
      number ^= number << 5;
    }
    return number;
  }

  @Override
  public void close() {
    pool.close();
    virtual.shutdownNow();
    forkJoin.shutdownNow();
    threads.shutdownNow();
  }

  /** A comparison of ways of doing one thing to so many inputs, told for each input. */
  private record Measure(Comparison comparison, List<Integer> inputs, Step<Integer, Integer> step) {
    Measure(String title, int inputs, Step<Integer, Integer> step) {
      this(
          new Comparison(title).everyThread().parts(inputs).rounds(21).turn(Duration.ofMillis(20)),
          IntStream.range(0, inputs).boxed().toList(),
          step);
    }

    Measure add(String name, Way way) {
      comparison.add(name, Crowd.repeated(() -> way.run(inputs, step)));
      return this;
    }
  }
}
