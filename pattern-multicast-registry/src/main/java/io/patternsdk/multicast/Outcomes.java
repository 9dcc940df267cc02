package io.patternsdk.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.recorded.DeliveryStatus;
import io.patternsdk.multicast.recorded.DeliveryStatus.State;
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
  private final boolean recorded;

  /** A status that was reached, or the exception why none was. */
  private final AtomicReferenceArray<@Nullable Object> fates;

  /** Who has not acknowledged; null where nobody was asked to. */
  private volatile @Nullable Set<String> missing;

  /** Begins without any; where they are recorded, what may go well later is tried again. */
  Outcomes(List<Target> targets, boolean recorded) {
    this.targets = targets;
    this.recorded = recorded;
    this.fates = new AtomicReferenceArray<>(targets.size());
  }

  void reached(int target, Status status) {
    fates.set(target, status);
  }

  void failed(int target, OperationException error) {
    fates.set(target, error);
  }

  /** Returns what of them is recorded of one target. */
  DeliveryStatus fate(int target) {
    Object fate = fates.get(target);
    if (fate instanceof Status reached) {
      return DeliveryStatus.reached(reached == Status.QUEUED ? State.QUEUED : State.SENT)
          .acknowledgedBy(acknowledged(targets.get(target)));
    }
    return fate instanceof BackendException error && isFinal(error)
        ? DeliveryStatus.failed(error.kind(), String.valueOf(error.getMessage()))
        : DeliveryStatus.PENDING;
  }

  private List<String> acknowledged(Target target) {
    Set<String> unheard = missing;
    return unheard == null
        ? List.of()
        : target.identities().stream().filter(one -> !unheard.contains(one)).toList();
  }

  /** No other try would end better. */
  private static boolean isFinal(OperationException error) {
    return error instanceof BackendException backend
        && switch (backend.kind()) {
          case INVALID_ARGUMENT, NOT_FOUND, UNSUPPORTED, TOO_LARGE -> true;
          default -> false;
        };
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

  /** Notes that acknowledgements were awaited, of which some are missing. */
  void acknowledgedByAllBut(Set<String> missing) {
    this.missing = missing;
  }

  /** Returns one for each identity. */
  List<Outcome> all() {
    Set<String> unheard = missing;
    List<Outcome> all = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      Object fate = fates.get(i);
      for (String identity : targets.get(i).identities()) {
        all.add(
            fate instanceof Status status && unheard != null
                ? awaited(identity, status, unheard.contains(identity))
                : outcome(identity, fate));
      }
    }
    return all;
  }

  private Outcome outcome(String identity, @Nullable Object fate) {
    return switch (fate) {
      case Status reached -> new Outcome(identity, reached, "");
      case OperationException error -> Outcome.failed(identity, statusOf(error), error);
      case null, default ->
          new Outcome(
              identity,
              recorded ? Status.PENDING : Status.TIMED_OUT,
              "the time was up before the backend answered");
    };
  }

  private Status statusOf(OperationException error) {
    return recorded && !isFinal(error) ? Status.PENDING : status(error);
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
