package io.patternsdk.multicast;

import io.patternsdk.core.OperationException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a multicast.
 *
 * @param id the id of the message that every receiver sees
 * @param outcomes one for each identity that matched, in no promised order
 * @param unreadable keys that hold no identity, among what matched or could not be read at all;
 *     nothing was sent there
 * @param staleness how old the view is that selected; empty where the backend was read
 */
public record MulticastReport(
    String id, List<Outcome> outcomes, List<String> unreadable, Optional<Duration> staleness) {

  /** Returns how many identities matched. */
  public int targets() {
    return outcomes.size();
  }

  /** Returns how many outcomes there are of each status; every status is there. */
  public Map<Status, Integer> totals() {
    Map<Status, Integer> totals = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      totals.put(status, 0);
    }
    outcomes.forEach(outcome -> totals.merge(outcome.status(), 1, Integer::sum));
    return totals;
  }

  /** How far a message came on its way to one identity. */
  public enum Status {
    /** The messaging backend has taken it. */
    SENT,
    /** The receiver has acknowledged it; only where confirmation was asked for. */
    ACKNOWLEDGED,
    /** It is stored for a durable identity, which has not acknowledged it yet. */
    QUEUED,
    /** It was not sent, or it is unknown whether it was; the error says which. */
    FAILED,
    /** The time was up before it was sent or, where asked for, acknowledged. */
    TIMED_OUT,
    /**
     * It is not known to have been sent, and is tried again, which may send it twice with the same
     * message id; only where the multicast is recorded.
     */
    PENDING
  }

  /**
   * The outcome for one identity.
   *
   * @param identity the id of the identity
   * @param status how far it came
   * @param error why not further; empty where there is nothing to say
   * @param cause what the backend failed or a guard refused; empty where neither did
   */
  public record Outcome(
      String identity, Status status, String error, Optional<OperationException> cause) {

    /** Creates one that no backend failed. */
    public Outcome(String identity, Status status, String error) {
      this(identity, status, error, Optional.empty());
    }

    static Outcome failed(String identity, Status status, OperationException cause) {
      return new Outcome(identity, status, cause.getMessage(), Optional.of(cause));
    }
  }
}
