package io.patternsdk.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.patternsdk.concurrency.pool.DrainReport;
import io.patternsdk.concurrency.pool.WhenFull;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Races for a worker pool: each task that is accepted runs, is returned or is cancelled, once. */
final class PoolRaces {
  private static final Deadline PASSED = Deadline.after(Duration.ZERO);

  private PoolRaces() {}

  static class Tasks {
    final WorkerPool pool =
        WorkerPool.named("p").workers(1).queue(1).whenFull(WhenFull.REJECT).build();
    final AtomicInteger ran = new AtomicInteger();
    final List<Future<?>> accepted = new ArrayList<>();
    private int returned;

    /** Submits so many, each of which counts itself; by one thread only. */
    final void submit(int tasks) {
      for (int i = 0; i < tasks; i++) {
        try {
          accepted.add(pool.execute(ran::incrementAndGet));
        } catch (OperationException e) {
          // it is as if it had never been submitted
        }
      }
    }

    final void drain() {
      DrainReport left = pool.drain(PASSED);
      returned += left.unstarted().size();
    }

    /**
     * Waits for all; returns how many of the accepted neither ran nor were cancelled, -1 if more
     * were handed over than were cancelled: closing cancels and hands nothing over.
     */
    final int missing() {
      pool.close();
      int cancelled = 0;
      for (Future<?> task : accepted) {
        cancelled += task.isCancelled() ? 1 : 0;
      }
      return returned <= cancelled ? accepted.size() - ran.get() - cancelled : -1;
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "each ran or was returned")
  public static class DrainedOrRun extends Tasks {
    @Actor
    public void submits() {
      submit(4);
    }

    @Actor
    public void drains() {
      drain();
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = missing();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "each ran or was cancelled")
  public static class ClosedOrRun extends Tasks {
    @Actor
    public void submits() {
      submit(4);
    }

    @Actor
    public void closes() {
      PASSED.run(
          () -> {
            pool.close();
            return true;
          });
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = missing();
    }
  }

  @JCStressTest
  @State
  @Outcome(id = "false", expect = ACCEPTABLE, desc = "the interrupt was for the task before it")
  public static class AnInterruptHitsItsOwnTask extends Tasks {
    private volatile boolean go;

    @Actor
    public void ends() {
      go = true;
    }

    @Actor
    public void drainsAndSubmits(L_Result r) {
      accepted.add(pool.execute(this::untilItMayEnd));
      drain();
      r.r1 = interrupted(pool);
    }

    private void untilItMayEnd() {
      while (!go && !Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    }

    private static Object interrupted(WorkerPool pool) {
      try {
        return pool.submit(() -> Thread.currentThread().isInterrupted()).get();
      } catch (InterruptedException | ExecutionException e) {
        return e;
      }
    }
  }
}
