package io.patternsdk.stress;

import static io.patternsdk.stress.Bulkheads.EITHER;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.patternsdk.core.BackendException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** An interrupt comes while a place is handed over. */
@JCStressTest
@State
@Outcome(id = EITHER + "true, 1, 0", expect = ACCEPTABLE, desc = "the place came first")
@Outcome(id = EITHER + "false, 0, 1", expect = ACCEPTABLE, desc = "the interrupt came first")
public class BulkheadInterrupts extends Bulkheads.OneTaken {
  private volatile @Nullable Thread waiter;
  private volatile boolean interrupted;

  @Actor
  public void interruptAndGive() {
    Thread thread = waiter;
    while (thread == null) {
      Thread.onSpinWait();
      thread = waiter;
    }
    thread.interrupt();
    interrupted = true;
    bulkhead.release();
  }

  @Actor
  public void waits(LLLL_Result r) {
    waiter = Thread.currentThread();
    try {
      r.r2 = await();
    } catch (BackendException e) {
      r.r2 = false;
    }
    while (!interrupted) {
      Thread.onSpinWait();
    }
    Thread.interrupted(); // the next race begins without a flag
  }

  @Arbiter
  public void look(LLLL_Result r) {
    count(r);
  }
}
