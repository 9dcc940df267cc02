package io.patternsdk.concurrency;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.pubsub.PublishResult;
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

  /** Judges an exception or error. */
  Outcome ofFailure(Throwable failure);

  /**
   * Returns the usual judgement. A {@link BackendException} is a failure if its kind is one of the
   * backend; NOT_FOUND and CONFLICT are answers of a healthy backend; other kinds, refusals,
   * interrupts and errors of the JVM say nothing; any other exception is a failure. A {@link
   * PublishResult} is a failure if one of its messages failed by the backend's fault.
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
    return CarefulClassifier.of(classifier, new Announcer(name, GuardListener.none()));
  }
}
