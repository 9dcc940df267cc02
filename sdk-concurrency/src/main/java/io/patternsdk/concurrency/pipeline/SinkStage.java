package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.Sink;

/** Ends a pipeline. */
final class SinkStage<T> extends Stage<T> {
  private final Sink<? super T> sink;

  SinkStage(StageState state, Sink<? super T> sink) {
    super(state.oneOutOfEach());
    this.sink = sink;
  }

  @Override
  public void accept(T item) {
    if (begins(item)) {
      try {
        sink.accept(item);
      } catch (Throwable thrown) {
        failed(item, thrown);
        return;
      }
      done();
    }
  }
}
