package io.patternsdk.benchmarks.paired;

import java.util.ArrayList;
import java.util.List;
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

/** Eight threads that make a thousand arrays of 1 kB each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class KnownAllocation {
  static final int ARRAY_BYTES = 1_024 + 16;
  private static final int THREADS = 8;
  private static final int ARRAYS = 1_000;

  /** Who makes them. */
  public enum Maker {
    /** Threads of the platform, which end. */
    PLATFORM,
    /** Virtual ones. */
    VIRTUAL,
    /** Nobody: the benchmark fails. */
    NONE
  }

  @Param public Maker contender = Maker.PLATFORM;

  public volatile byte[] last = {};

  @Benchmark
  @OperationsPerInvocation(THREADS * ARRAYS)
  public byte[] arrays() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(start());
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return last;
  }

  private Thread start() {
    return switch (contender) {
      case PLATFORM -> Thread.ofPlatform().start(this::make);
      case VIRTUAL -> Thread.ofVirtual().start(this::make);
      case NONE -> throw new IllegalStateException("nobody makes arrays");
    };
  }

  private void make() {
    for (int i = 0; i < ARRAYS; i++) {
      last = new byte[1_024];
    }
  }
}
