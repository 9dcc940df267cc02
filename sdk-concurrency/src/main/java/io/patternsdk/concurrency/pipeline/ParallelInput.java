package io.patternsdk.concurrency.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one thread of a parallel stage takes its items from. */
final class ParallelInput implements StageInput {
  private final WorkDispatcher dispatcher;
  private final Stage<Object> stage;
  private final @Nullable ReorderBuffer order;
  private final List<Object> made;
  private @Nullable WorkItem current;

  /**
   * Makes one.
   *
   * @param made collects what the stage makes of an item, if they are put in order
   */
  ParallelInput(
      WorkDispatcher dispatcher,
      Stage<Object> stage,
      @Nullable ReorderBuffer order,
      List<Object> made) {
    this.dispatcher = dispatcher;
    this.stage = stage;
    this.order = order;
    this.made = made;
  }

  @Override
  public @Nullable Object take() {
    while (true) {
      WorkItem last = current;
      if (last != null && order != null) {
        order.done(last.ticket(), new ArrayList<>(made));
        made.clear();
      }
      WorkItem work = dispatcher.next(last);
      current = work;
      if (work == null) {
        return null;
      }
      if (work.failure() == null) {
        return work.entry();
      }
      stage.refuse(Envelope.unwrap(work.entry()), work.failure());
    }
  }
}
