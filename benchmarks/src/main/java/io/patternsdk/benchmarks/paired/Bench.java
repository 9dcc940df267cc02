package io.patternsdk.benchmarks.paired;

import java.util.List;

/**
 * Comparisons that belong together, made and run in JVMs of their own by {@link Forks}. It has a
 * public constructor without arguments.
 */
public interface Bench extends AutoCloseable {

  /** Returns what is to be compared; asked for once. */
  List<Comparison> comparisons();

  /** Lets go of what the contenders hold. */
  @Override
  void close();
}
