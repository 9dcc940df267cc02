package io.patternsdk.concurrency.fanout;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;

/** Builds fan-outs. Not for use by several threads; each {@link #build} makes another one. */
public final class FanOutBuilder {
  private final String name;
  private int bound = 10;
  private GuardListener listener = GuardListener.none();

  FanOutBuilder(String name) {
    this.name = name;
  }

  /** How many work at a time; 10 unless said otherwise. */
  public FanOutBuilder bound(int bound) {
    this.bound = Nanos.atLeastOne("bound", bound);
    return this;
  }

  /** Tells somebody about reports. */
  public FanOutBuilder listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /** Makes one. */
  public FanOut build() {
    return new FanOut(bound, new EventPublisher(name, listener));
  }
}
