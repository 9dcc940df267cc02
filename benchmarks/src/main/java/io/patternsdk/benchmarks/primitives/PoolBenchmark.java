package io.patternsdk.benchmarks.primitives;

import io.patternsdk.benchmarks.primitives.PoolContender.Started;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one task costs a contender, of many that it runs ten at a time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 12, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class PoolBenchmark {
  private static final int MANY = 100_000;
  private static final int SOME = 1_000;
  private static final int FEW = 200;

  private final Tasks many = Tasks.trivial(MANY);
  private final Tasks some = Tasks.trivial(SOME);
  private final Tasks brief = Tasks.brief(SOME);
  private final Tasks blocking = Tasks.blocking(FEW);

  /** Who does it. */
  @Param public PoolContender contender = PoolContender.IDEAL;

  @SuppressWarnings("NullAway.Init") // start() comes first
  private Started started;

  /** Makes the threads, or what makes them. */
  @Setup
  public void start() {
    started = contender.start();
  }

  /** Ends them. */
  @TearDown
  public void end() throws Exception {
    started.threads().close();
  }

  /** 100,000 trivial tasks. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public long many() throws Exception {
    return many.by(started.way());
  }

  /** 1,000 trivial tasks. */
  @Benchmark
  @OperationsPerInvocation(SOME)
  public long some() throws Exception {
    return some.by(started.way());
  }

  /** 1,000 tasks of some 20 µs. */
  @Benchmark
  @OperationsPerInvocation(SOME)
  public long brief() throws Exception {
    return brief.by(started.way());
  }

  /** 200 tasks that block for 1 ms. */
  @Benchmark
  @OperationsPerInvocation(FEW)
  public long blocking() throws Exception {
    return blocking.by(started.way());
  }
}
