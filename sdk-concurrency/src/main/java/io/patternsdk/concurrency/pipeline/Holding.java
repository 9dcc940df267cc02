package io.patternsdk.concurrency.pipeline;

import java.util.function.Consumer;

/** Where items lie on their way to a stage. */
interface Holding {

  /** Counts them, at any time. */
  int held();

  /** Shows them once nobody moves them any more. */
  void eachLeft(Consumer<Object> consumer);
}
