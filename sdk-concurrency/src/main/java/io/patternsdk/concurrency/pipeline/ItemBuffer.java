package io.patternsdk.concurrency.pipeline;

import java.util.function.Consumer;

/** Where items lie on their way to a stage. */
interface ItemBuffer {

  /** Counts them, at any time. */
  int buffered();

  /** Shows them once nobody moves them any more. */
  void eachUnfinished(Consumer<Object> consumer);
}
