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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Collects what became of each target; whatever nobody reports timed out. Thread-safe. */
final class Outcomes {
  private final Map<String, Outcome> byIdentity;

  Outcomes(int identities) {
    this.byIdentity = new ConcurrentHashMap<>(identities);
  }

  void reached(Target target, Status status) {
    target.identities().forEach(id -> byIdentity.put(id, new Outcome(id, status, "")));
  }

  void failed(Target target, OperationException error) {
    Status status = timedOut(error) ? Status.TIMED_OUT : Status.FAILED;
    target.identities().forEach(id -> byIdentity.put(id, Outcome.failed(id, status, error)));
  }

  /** Tells whether a message reached the topic or queue of an identity. */
  boolean delivered(String identity) {
    Outcome outcome = byIdentity.get(identity);
    return outcome != null
        && (outcome.status() == Status.SENT || outcome.status() == Status.QUEUED);
  }

  List<Outcome> of(List<Target> targets) {
    List<Outcome> all = new ArrayList<>(byIdentity.size());
    for (Target target : targets) {
      for (String id : target.identities()) {
        Outcome outcome = byIdentity.get(id);
        all.add(outcome == null ? unreported(id) : outcome);
      }
    }
    return all;
  }

  /** Marks what was delivered as acknowledged, or as timed out where it is not stored. */
  void confirm(Set<String> missing) {
    byIdentity.replaceAll(
        (id, outcome) ->
            switch (outcome.status()) {
              case SENT, QUEUED -> missing.contains(id) ? unconfirmed(outcome) : acked(id);
              case ACKNOWLEDGED, FAILED, TIMED_OUT -> outcome;
            });
  }

  private static Outcome acked(String id) {
    return new Outcome(id, Status.ACKNOWLEDGED, "");
  }

  private static Outcome unconfirmed(Outcome outcome) {
    return outcome.status() == Status.QUEUED
        ? outcome
        : new Outcome(outcome.identity(), Status.TIMED_OUT, "sent, but not acknowledged in time");
  }

  private static Outcome unreported(String id) {
    return new Outcome(id, Status.TIMED_OUT, "the time was up before the backend answered");
  }

  private static boolean timedOut(OperationException error) {
    return switch (error) {
      case BackendException backend -> backend.kind() == ErrorKind.TIMED_OUT;
      case RejectedException rejected -> rejected.reason() == Rejection.DEADLINE;
      default -> false;
    };
  }
}
