package io.patternsdk.concurrency.pipeline;

import org.jspecify.annotations.Nullable;

/** Where one thread of a pipeline takes its items from. */
interface StageInput {

  /**
   * Takes the next item, waiting for it; who asks has finished the one before. Returns null once no
   * more come, or on a stop.
   */
  @Nullable Object take();
}
