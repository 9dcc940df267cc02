package io.patternsdk.concurrency.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Races of threads that claim the inputs of one bulk; seen from inside its package. */
@NullMarked
final class BulkTaskRaces {
  private BulkTaskRaces() {}

  static class Claimed {
    final AtomicIntegerArray times = new AtomicIntegerArray(4);
    final BulkTask<Integer, Integer> bulk =
        new BulkTask<>(List.of(0, 1, 2, 3), times::incrementAndGet, CompletionPolicy.EVERY_RESULT);

    final void work() {
      bulk.worker(0, other -> {}).run();
    }
  }

  @JCStressTest
  @State
  @org.openjdk.jcstress.annotations.Outcome(
      id = "\\[1, 1, 1, 1\\], 4",
      expect = ACCEPTABLE,
      desc = "each input was worked on once")
  public static class EachInputIsClaimedOnce extends Claimed {
    @Actor
    public void first() {
      work();
    }

    @Actor
    public void second() {
      work();
    }

    @Arbiter
    public void count(LI_Result r) {
      r.r1 = times.toString();
      r.r2 = bulk.await().values().size();
    }
  }

  @JCStressTest
  @State
  @org.openjdk.jcstress.annotations.Outcome(
      id = "false, true",
      expect = ACCEPTABLE,
      desc = "the interrupt stayed in there, and nothing was done twice")
  public static class TheInterruptOfAStopStaysInside extends Claimed {
    @Actor
    public void works(ZZ_Result r) {
      work();
      r.r1 = Thread.interrupted();
    }

    @Actor
    public void stops() {
      bulk.stop();
    }

    @Arbiter
    public void count(ZZ_Result r) {
      r.r2 = !times.toString().contains("2");
    }
  }
}
