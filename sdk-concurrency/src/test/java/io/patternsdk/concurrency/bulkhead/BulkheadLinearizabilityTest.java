package io.patternsdk.concurrency.bulkhead;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.fixtures.Linearizability;
import io.patternsdk.concurrency.internal.EventPublisher;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

class BulkheadLinearizabilityTest {
  private static final int CAPACITY = 4;

  @Test
  void aFairOneAnswersAsIfCallsCameOneByOne() {
    Linearizability.check(Fair.class, OneByOne.class);
  }

  @Test
  void aBargingOneAnswersAsIfCallsCameOneByOne() {
    Linearizability.check(Barging.class, OneByOne.class);
  }

  @Test
  void anInexactOneIsFound() {
    assertThatThrownBy(() -> Linearizability.check(Inexact.class, OneByOne.class))
        .hasMessageContaining("Invalid execution results");
  }

  public abstract static class Striped {
    private final Bulkhead bulkhead;

    Striped(boolean fair) {
      StripedPermits permits = new StripedPermits(CAPACITY, 2);
      ResizableSemaphore semaphore =
          fair ? new FairSemaphore(permits) : new BargingSemaphore(permits);
      bulkhead = new Bulkhead(permits, semaphore, 0, new EventPublisher("b", GuardListener.none()));
    }

    @Operation
    public boolean take() {
      return bulkhead.tryAcquire();
    }

    @Operation
    public boolean give() {
      try {
        bulkhead.release();
        return true;
      } catch (IllegalStateException e) {
        return false;
      }
    }

    @Operation
    public int inside() {
      return bulkhead.snapshot().running();
    }

    @Operation
    public void resize(@Param(gen = IntGen.class, conf = "3:6") int capacity) {
      bulkhead.resize(capacity);
    }
  }

  public static class Fair extends Striped {
    public Fair() {
      super(true);
    }
  }

  public static class Barging extends Striped {
    public Barging() {
      super(false);
    }
  }

  public static class OneByOne {
    private volatile int capacity = CAPACITY;
    private volatile int taken;

    public boolean take() {
      boolean free = taken < capacity;
      taken += free ? 1 : 0;
      return free;
    }

    public boolean give() {
      boolean any = taken > 0;
      taken -= any ? 1 : 0;
      return any;
    }

    public int inside() {
      return taken;
    }

    public void resize(int capacity) {
      this.capacity = capacity;
    }
  }

  public static class Inexact extends OneByOne {
    @Override
    @Operation
    public boolean take() {
      return super.take();
    }
  }
}
