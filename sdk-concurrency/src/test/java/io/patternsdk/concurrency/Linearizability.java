package io.patternsdk.concurrency;

import io.patternsdk.testkit.Rounds;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Checks that whatever two threads see of an object could also be seen if they called it one after
 * the other: Lincheck makes up calls, tries the ways in which they can interleave, and looks for an
 * order in which a sequential object would have answered the same.
 */
final class Linearizability {
  private Linearizability() {}

  /** Both classes have the same methods; those of the first are marked as operations. */
  static void check(Class<?> object, Class<?> sequential) {
    new ModelCheckingOptions()
        .sequentialSpecification(sequential)
        .iterations(2 * Rounds.count())
        .invocationsPerIteration(200)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(3)
        .actorsAfter(2)
        // Loops over the parts of a window are longer than it expects of one that waits for nobody.
        .loopIterationsBeforeThreadSwitch(50)
        .loopBound(1_000)
        .check(object);
  }
}
