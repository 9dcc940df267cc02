package io.patternsdk.concurrency.bulkhead;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import java.time.Duration;

/** Builds bulkheads. Not for use by several threads; each {@link #build} makes another one. */
public final class BulkheadBuilder {
  private final String name;
  private int capacity = 100;
  private Duration timeout = Duration.ofSeconds(5);
  private boolean fair = true;
  private GuardListener listener = GuardListener.none();

  BulkheadBuilder(String name) {
    this.name = name;
  }

  /** How many calls may run at once; 100 unless said otherwise. */
  public BulkheadBuilder capacity(int calls) {
    capacity = Nanos.atLeastOne("capacity", calls);
    return this;
  }

  /** How long a call waits for a permit; 5 s unless said otherwise, zero to refuse at once. */
  public BulkheadBuilder timeout(Duration timeout) {
    this.timeout = Nanos.notNegative("timeout", timeout);
    return this;
  }

  /**
   * Whether those who wait are served in the order of arrival, as they are unless said otherwise.
   * If not, a newcomer may take a permit that comes free before those who wait, which lets several
   * times as many calls through when it is full; but nobody overtakes any more once somebody has
   * waited for 10 ms.
   */
  public BulkheadBuilder fair(boolean fair) {
    this.fair = fair;
    return this;
  }

  /** Tells somebody about refusals. */
  public BulkheadBuilder listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /** Makes one, empty. */
  public Bulkhead build() {
    StripedPermits permits = new StripedPermits(capacity);
    ResizableSemaphore semaphore =
        fair ? new FairSemaphore(permits) : new BargingSemaphore(permits);
    return new Bulkhead(permits, semaphore, Nanos.of(timeout), new EventPublisher(name, listener));
  }
}
