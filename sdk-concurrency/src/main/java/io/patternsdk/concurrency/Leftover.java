package io.patternsdk.concurrency;

import java.util.List;
import java.util.concurrent.RunnableFuture;

/**
 * What a worker pool had not finished when its drain ended.
 *
 * @param unstarted tasks that never began and never will unless they are run; whoever drained
 *     should run or cancel them, since somebody may wait for their result
 * @param interrupted how many tasks were running and have been interrupted
 */
public record Leftover(List<RunnableFuture<?>> unstarted, int interrupted) {

  /** Nothing was left. */
  public static final Leftover NOTHING = new Leftover(List.of(), 0);

  /** Copies the tasks. */
  public Leftover {
    unstarted = List.copyOf(unstarted);
  }
}
