package io.patternsdk.benchmarks.paired;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** The threads that take turns together. */
final class Team implements AutoCloseable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double ALL_OF_THE_TIME = 0.93;

  private final int size;
  private final boolean everyThread;
  private final ExecutorService threads;
  private final LongAdder sink = new LongAdder();

  /** Says whether memory is that of all threads of the process, and waiting is part of the work. */
  Team(int size, boolean everyThread) {
    this.size = size;
    this.everyThread = everyThread;
    this.threads = Executors.newFixedThreadPool(size);
  }

  /** Lets every thread take a turn of {@code times} calls at once. */
  Sample take(Contender contender, int times) {
    CyclicBarrier start = new CyclicBarrier(size);
    List<Future<Own>> turns = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      turns.add(threads.submit(() -> measure(contender, times, start)));
    }
    try {
      return together(turns, times);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(contender.name() + " failed", e);
    }
  }

  private Sample together(List<Future<Own>> turns, int times)
      throws InterruptedException, ExecutionException {
    long begun = Long.MAX_VALUE;
    long lastBegun = Long.MIN_VALUE;
    long ended = Long.MIN_VALUE;
    long bytes = 0;
    boolean undisturbed = true;
    for (Future<Own> turn : turns) {
      Own own = turn.get();
      begun = Math.min(begun, own.begun);
      lastBegun = Math.max(lastBegun, own.begun);
      ended = Math.max(ended, own.ended);
      bytes += own.bytes;
      undisturbed &= everyThread || own.cpu >= ALL_OF_THE_TIME * (own.ended - own.begun);
    }
    // Threads that work one after the other are not in each other's way.
    undisturbed &= everyThread || ended - lastBegun >= ALL_OF_THE_TIME * (ended - begun);
    double calls = (double) times * size;
    return new Sample((ended - begun) / calls, bytes / calls, undisturbed);
  }

  private Own measure(Contender contender, int times, CyclicBarrier start) throws Exception {
    long thread = Thread.currentThread().threadId();
    start.await();
    long bytes = allocated(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    long begun = System.nanoTime();
    long result = contender.turn().take(times);
    long ended = System.nanoTime();
    sink.add(result); // or the compiler might leave the work out
    return new Own(
        begun, ended, THREADS.getCurrentThreadCpuTime() - cpu, allocated(thread) - bytes);
  }

  private long allocated(long thread) {
    return everyThread
        ? THREADS.getTotalThreadAllocatedBytes()
        : THREADS.getThreadAllocatedBytes(thread);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private record Own(long begun, long ended, long cpu, long bytes) {}
}
