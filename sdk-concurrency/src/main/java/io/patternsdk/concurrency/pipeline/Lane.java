package io.patternsdk.concurrency.pipeline;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One thread of a pipeline: takes items and passes them through one or more stages. */
final class Lane {
  private final String role;
  private final PipelineScope scope;
  private @Nullable Ambience ambience;

  Lane(String role, PipelineScope scope) {
    this.role = role;
    this.scope = scope;
  }

  String role() {
    return role;
  }

  /** Returns an item as it is passed on from here, with what is in force for it. */
  Object parcel(Object item) {
    return Carried.parcel(item, ambience);
  }

  /** Works until no more items come. */
  void run(Intake intake, Consumer<Object> first) {
    for (Object parcel = intake.take(); parcel != null; parcel = intake.take()) {
      Thread.interrupted(); // an interrupt was for the step that has ended
      try {
        work(parcel, first);
      } catch (Throwable thrown) { // no step's: those are settled by their stage
        scope.fail(new FailedItem(role, Carried.itemOf(parcel), thrown));
      }
    }
  }

  private void work(Object parcel, Consumer<Object> first) {
    if (!(parcel instanceof Carried carried)) {
      first.accept(parcel);
    } else if (carried.ambience().passed() && first instanceof Stage<Object> stage) {
      stage.refuse(carried.item(), Carried.lateness());
    } else {
      ambience = carried.ambience();
      try {
        carried.ambience().run(() -> first.accept(carried.item()));
      } finally {
        ambience = null;
      }
    }
  }
}
