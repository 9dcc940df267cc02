package io.patternsdk.multicast.recorded;

import io.patternsdk.core.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What has become of a message on its way to one recipient, as far as that is known. It only ever
 * grows: what was reached stays reached, whoever says less.
 *
 * @param state how far it came
 * @param failure why it will never come further; only where it failed
 * @param error the same in words
 * @param acknowledged the identities that have acknowledged it
 */
public record DeliveryStatus(
    State state, Optional<ErrorKind> failure, String error, List<String> acknowledged) {
  /** Nobody has reached it yet, or has said so. */
  public static final DeliveryStatus PENDING =
      new DeliveryStatus(State.PENDING, Optional.empty(), "", List.of());

  /** Messages of a thousand that fail must fit into a page. */
  private static final int LONGEST_ERROR = 200;

  /** How far a message came, from nothing to reached. */
  public enum State {
    /** It is to be sent. */
    PENDING,
    /** It cannot be sent, however often that is tried. */
    FAILED,
    /** The messaging backend has taken it. */
    SENT,
    /** It is stored for a durable identity. */
    QUEUED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the list. */
  public DeliveryStatus {
    acknowledged = List.copyOf(acknowledged);
  }

  /** Returns that it was sent or queued. */
  public static DeliveryStatus reached(State state) {
    return new DeliveryStatus(state, Optional.empty(), "", List.of());
  }

  /** Returns that it failed for good. */
  public static DeliveryStatus failed(ErrorKind kind, String error) {
    String some = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
    return new DeliveryStatus(State.FAILED, Optional.of(kind), some, List.of());
  }

  /** Returns that these have acknowledged it too. */
  public DeliveryStatus acknowledgedBy(List<String> identities) {
    return new DeliveryStatus(state, failure, error, identities);
  }

  /** Tells whether nothing is left to do. */
  public boolean settled() {
    return state != State.PENDING;
  }

  /** Returns what is known when this and the other are. */
  DeliveryStatus and(DeliveryStatus other) {
    DeliveryStatus more = other.state.compareTo(state) > 0 ? other : this;
    List<String> both = new ArrayList<>(acknowledged);
    other.acknowledged.stream().filter(one -> !both.contains(one)).forEach(both::add);
    return more.acknowledgedBy(both);
  }
}
