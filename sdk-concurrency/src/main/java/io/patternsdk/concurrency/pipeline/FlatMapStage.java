package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.Step;
import java.util.Objects;
import java.util.function.Consumer;

/** Makes any number of one. */
final class FlatMapStage<T, R> extends Stage<T> {
  private final Step<? super T, ? extends Iterable<? extends R>> step;
  private final Consumer<? super R> next;

  FlatMapStage(
      StageState state,
      Step<? super T, ? extends Iterable<? extends R>> step,
      Consumer<? super R> next) {
    super(state);
    this.step = step;
    this.next = next;
  }

  @Override
  public void accept(T item) {
    if (begins(item)) {
      try {
        for (R made : step.apply(item)) {
          Objects.requireNonNull(made, "a stage makes something");
          if (leftHalfDone(item)) {
            return;
          }
          handsOn();
          next.accept(made);
        }
      } catch (Throwable thrown) {
        failed(item, thrown);
        return;
      }
      done();
    }
  }
}
