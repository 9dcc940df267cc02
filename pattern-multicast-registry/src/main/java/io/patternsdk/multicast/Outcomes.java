package io.patternsdk.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Collects what became of each target, by its place among them; whatever nobody reports timed out.
 * Thread-safe.
 */
final class Outcomes {
  private final List<Target> targets;

  /** A status that was reached, or the exception why none was. */
  private final AtomicReferenceArray<@Nullable Object> fates;

  Outcomes(List<Target> targets) {
    this.targets = targets;
    this.fates = new AtomicReferenceArray<>(targets.size());
  }

  void reached(int target, Status status) {
    fates.set(target, status);
  }

  void failed(int target, OperationException error) {
    fates.set(target, error);
  }

  /** Returns the identities whose topic or queue the message has not reached. */
  List<String> unreached() {
    List<String> unreached = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      if (!(fates.get(i) instanceof Status)) {
        unreached.addAll(targets.get(i).identities());
      }
    }
    return unreached;
  }

  /** Returns one for each identity. */
  List<Outcome> all() {
    return all(null);
  }

  /** Does so where acknowledgements were awaited, of which some are missing. */
  List<Outcome> confirmed(Set<String> missing) {
    return all(missing);
  }

  private List<Outcome> all(@Nullable Set<String> missing) {
    List<Outcome> all = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      Object fate = fates.get(i);
      for (String identity : targets.get(i).identities()) {
        all.add(
            fate instanceof Status status && missing != null
                ? awaited(identity, status, missing.contains(identity))
                : outcome(identity, fate));
      }
    }
    return all;
  }

  private static Outcome outcome(String identity, @Nullable Object fate) {
    return switch (fate) {
      case Status reached -> new Outcome(identity, reached, "");
      case OperationException error -> Outcome.failed(identity, status(error), error);
      case null, default ->
          new Outcome(identity, Status.TIMED_OUT, "the time was up before the backend answered");
    };
  }

  /** What is stored is as good as it was, acknowledged or not. */
  private static Outcome awaited(String identity, Status reached, boolean missing) {
    if (!missing) {
      return new Outcome(identity, Status.ACKNOWLEDGED, "");
    }
    return reached == Status.QUEUED
        ? new Outcome(identity, reached, "")
        : new Outcome(identity, Status.TIMED_OUT, "sent, but not acknowledged in time");
  }

  private static Status status(OperationException error) {
    boolean timedOut =
        switch (error) {
          case BackendException backend -> backend.kind() == ErrorKind.TIMED_OUT;
          case RejectedException rejected -> rejected.reason() == Rejection.DEADLINE;
          default -> false;
        };
    return timedOut ? Status.TIMED_OUT : Status.FAILED;
  }
}
