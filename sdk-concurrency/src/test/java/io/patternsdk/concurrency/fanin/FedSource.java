package io.patternsdk.concurrency.fanin;

import io.patternsdk.concurrency.Sink;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A source of a fan-in that does what a test orders, one thing after the other. */
final class FedSource implements FanIn.Source<Integer> {
  /** The order to end; a number is one to pass it on, an exception one to throw it. */
  static final Object END = "end";

  private final BlockingQueue<Object> orders = new LinkedBlockingQueue<>();
  private final AtInterrupt atInterrupt;
  private volatile int handedOn;

  FedSource(AtInterrupt atInterrupt) {
    this.atInterrupt = atInterrupt;
  }

  /** What it does when it is interrupted. */
  enum AtInterrupt {
    THROWS,
    RETURNS,
    FAILS
  }

  void order(Object order) {
    orders.add(order);
  }

  /** How many numbers it has begun to pass on. */
  int handedOn() {
    return handedOn;
  }

  @Override
  public void pour(Sink<? super Integer> sink) throws Exception {
    try {
      for (Object order = orders.take(); order != END; order = orders.take()) {
        obey(order, sink);
      }
    } catch (InterruptedException e) {
      switch (atInterrupt) {
        case THROWS -> throw e;
        case RETURNS -> Thread.currentThread().interrupt();
        case FAILS -> throw new IOException("because it was interrupted", e);
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the source
  private void obey(Object order, Sink<? super Integer> sink) throws Exception {
    switch (order) {
      case Integer item -> {
        handedOn++;
        sink.accept(item);
      }
      case Exception failure -> throw failure;
      default -> throw new AssertionError(order);
    }
  }
}
