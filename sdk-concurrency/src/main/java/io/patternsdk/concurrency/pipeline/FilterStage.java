package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.Step;
import java.util.function.Consumer;

/** Lets some through. */
final class FilterStage<T> extends Stage<T> {
  private final Step<? super T, Boolean> wanted;
  private final Consumer<? super T> next;

  FilterStage(StageState state, Step<? super T, Boolean> wanted, Consumer<? super T> next) {
    super(state);
    this.wanted = wanted;
    this.next = next;
  }

  @Override
  public void accept(T item) {
    if (begins(item)) {
      boolean through;
      try {
        through = wanted.apply(item);
      } catch (Throwable thrown) {
        failed(item, thrown);
        return;
      }
      done();
      if (through) {
        handsOn();
        next.accept(item);
      }
    }
  }
}
