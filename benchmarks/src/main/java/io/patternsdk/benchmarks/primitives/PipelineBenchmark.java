package io.patternsdk.benchmarks.primitives;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one item costs a contender, of a million that pass through its stages. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 12, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class PipelineBenchmark {

  /** Who does it. */
  @Param public PipelineContender contender = PipelineContender.OURS;

  /** All of them, the threads begun and ended too; fails if one is lost or has missed a stage. */
  @Benchmark
  @OperationsPerInvocation(Million.ITEMS)
  public long item() throws InterruptedException {
    long sum = contender.pass();
    if (sum != Million.SUM) {
      throw new IllegalStateException("the items come to " + sum + ", not to " + Million.SUM);
    }
    return sum;
  }
}
