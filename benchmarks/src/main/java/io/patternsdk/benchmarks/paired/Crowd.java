package io.patternsdk.benchmarks.paired;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Shares the calls of a turn out among virtual threads.
 *
 * @param size how many virtual threads
 * @param turn what each of them does
 */
public record Crowd(int size, Contender.Turn turn) implements Contender.Turn {

  /** A call that may fail. */
  @FunctionalInterface
  public interface Work {
    /** Does it once. */
    void run() throws Exception;
  }

  /** Lets so many virtual threads make a call again and again. */
  public static Crowd of(int size, Work work) {
    return new Crowd(size, repeated(work));
  }

  /** Makes a call again and again. */
  public static Contender.Turn repeated(Work work) {
    return times -> {
      try {
        for (int i = 0; i < times; i++) {
          work.run();
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return times;
    };
  }

  @Override
  public long take(int times) {
    long sum = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> turns = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int share = times / size + (i < times % size ? 1 : 0);
        turns.add(threads.submit(() -> turn.take(share)));
      }
      for (Future<Long> one : turns) {
        sum += one.get();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return sum;
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
