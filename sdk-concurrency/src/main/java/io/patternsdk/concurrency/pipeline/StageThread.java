package io.patternsdk.concurrency.pipeline;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One thread of a pipeline: takes items and passes them through one or more stages. */
final class StageThread {
  private final String role;
  private final PipelineScope scope;
  private @Nullable SubmitterContext context;

  StageThread(String role, PipelineScope scope) {
    this.role = role;
    this.scope = scope;
  }

  String role() {
    return role;
  }

  /** Returns an item as it is passed on from here, with what is in force for it. */
  Object wrap(Object item) {
    return Envelope.wrap(item, context);
  }

  /** Works until no more items come. */
  void run(StageInput input, Consumer<Object> first) {
    for (Object entry = input.take(); entry != null; entry = input.take()) {
      Thread.interrupted(); // an interrupt was for the step that has ended
      try {
        work(entry, first);
      } catch (Throwable thrown) { // no step's: those are settled by their stage
        scope.fail(new FailedItem(role, Envelope.unwrap(entry), thrown));
      }
    }
  }

  private void work(Object entry, Consumer<Object> first) {
    if (!(entry instanceof Envelope envelope)) {
      first.accept(entry);
    } else if (envelope.context().passed() && first instanceof Stage<Object> stage) {
      stage.refuse(envelope.item(), Envelope.expiry());
    } else {
      context = envelope.context();
      try {
        envelope.context().run(() -> first.accept(envelope.item()));
      } finally {
        context = null;
      }
    }
  }
}
