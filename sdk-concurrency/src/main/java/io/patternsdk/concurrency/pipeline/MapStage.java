package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.Step;
import java.util.Objects;
import java.util.function.Consumer;

/** Makes one of one. */
final class MapStage<T, R> extends Stage<T> {
  private final Step<? super T, ? extends R> step;
  private final Consumer<? super R> next;

  MapStage(StageState state, Step<? super T, ? extends R> step, Consumer<? super R> next) {
    super(state.oneOutOfEach());
    this.step = step;
    this.next = next;
  }

  @Override
  public void accept(T item) {
    if (begins(item)) {
      R made;
      try {
        made = Objects.requireNonNull(step.apply(item), "a stage makes something of each item");
      } catch (Throwable thrown) {
        failed(item, thrown);
        return;
      }
      done();
      next.accept(made);
    }
  }
}
