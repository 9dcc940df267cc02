package io.patternsdk.concurrency.pool;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * What a worker pool had not finished when its drain ended.
 *
 * @param unstarted tasks that never began; their futures are cancelled, so that nobody waits for
 *     them, and whoever drained may still do the work
 * @param interrupted how many tasks were running and have been interrupted
 */
public record DrainReport(List<Callable<?>> unstarted, int interrupted) {

  /** Nothing was left. */
  public static final DrainReport NOTHING = new DrainReport(List.of(), 0);

  /** Copies the tasks. */
  public DrainReport {
    unstarted = List.copyOf(unstarted);
  }
}
