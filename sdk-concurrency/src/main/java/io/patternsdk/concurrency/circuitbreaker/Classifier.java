package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a result or an exception says about the health of what was called. What it throws
 * itself is logged, and the call says nothing. Safe for use by any number of threads.
 */
public interface Classifier {

  /** Judges a result. */
  default Outcome ofResult(@Nullable Object result) {
    return Outcome.SUCCESS;
  }

  /**
   * Judges a call that did many things of which some failed: by default a failure if one of these
   * is, else a success if some succeeded, else nothing.
   */
  default Outcome ofPartial(Operation.Partial partial) {
    for (OperationException failure : partial.failures()) {
      if (ofFailure(failure) == Outcome.FAILURE) {
        return Outcome.FAILURE;
      }
    }
    return partial.some() ? Outcome.SUCCESS : Outcome.IGNORED;
  }

  /** Judges an exception or error. */
  Outcome ofFailure(Throwable failure);

  /**
   * Returns the usual judgement. A {@link BackendException} is a failure if its kind is one of the
   * backend; NOT_FOUND, CONFLICT and ABORTED are answers of a healthy backend; other kinds,
   * refusals, interrupts and errors of the JVM say nothing; any other exception is a failure.
   */
  static Classifier standard() {
    return StandardClassifier.INSTANCE;
  }

  /**
   * Returns one that judges as {@code classifier} does; what that throws is logged as of the
   * primitive {@code name}, and judged IGNORED. For bridges to primitives of others: ours do so
   * with whatever they are given.
   */
  static Classifier careful(String name, Classifier classifier) {
    return CarefulClassifier.of(classifier, new EventPublisher(name, GuardListener.none()));
  }
}
