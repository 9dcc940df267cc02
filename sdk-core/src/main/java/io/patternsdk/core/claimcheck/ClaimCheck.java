package io.patternsdk.core.claimcheck;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Scan;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps bodies that are too large to travel in a slot with {@code blob_basic}, if that is filled;
 * their messages travel with a {@link Claim} instead and an empty body.
 *
 * <p>A body is stored before its message is handed back, under its digest, so storing it again
 * changes nothing and equal ones of about the same time are one blob. It is kept for the retention,
 * and at most a sixteenth or an hour longer, whichever is less. Nobody counts who still refers to
 * it: a message that is received later than that has lost its body. All processes that send or
 * receive need the same blobs and clocks that agree within the retention. Thread-safe.
 */
public final class ClaimCheck {
  private static final Logger LOG = System.getLogger(ClaimCheck.class.getName());
  private static final Duration HOURLY = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  private static final int AT_ONCE = 100;
  private static final long LONGEST_GRAIN = 3_600;

  private final String slot;
  private final Optional<Blobs> blobs;
  private final long threshold;
  private final Duration retention;
  private final Clock clock;

  /**
   * Creates one.
   *
   * @param slot the name of the slot, for messages
   * @param blobs those of what fills it; if nothing does, every message travels as it is
   * @param threshold the most bytes of a body that travels by itself
   * @param retention how long a body is kept
   */
  public ClaimCheck(
      String slot, Optional<Blobs> blobs, long threshold, Duration retention, Clock clock) {
    this.slot = slot;
    this.blobs = blobs;
    this.threshold = threshold;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Returns a message as it travels: itself if its body is small enough, else with a claim, and the
   * body is stored then. Repeating is safe.
   *
   * @throws BackendException INVALID_ARGUMENT if it has a header {@code claim-check} already, which
   *     whoever receives it would take for a claim
   * @throws OperationException with effect NONE if the body could not be stored
   */
  public Message checked(Message message) {
    if (message.header(Claim.HEADER).isPresent()) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT,
          "message "
              + message.id()
              + " has a header "
              + Claim.HEADER
              + ", which is reserved for where its body is kept; leave it out");
    }
    return blobs.isEmpty() || message.body().length <= threshold
        ? message
        : with(message, store(blobs.get(), message.body()));
  }

  private static Message with(Message message, Claim claim) {
    return copy(message, new byte[0]).header(Claim.HEADER, claim.text()).build();
  }

  private static Message.Builder copy(Message message, byte[] body) {
    Message.Builder copy = Message.builder(body).id(message.id());
    message.key().ifPresent(copy::key);
    message
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equals(Claim.HEADER)) {
                copy.header(name, value);
              }
            });
    return copy;
  }

  /** Whatever has been done when it fails, no message refers to it. */
  private Claim store(Blobs to, byte[] body) {
    Claim claim = Claim.of(body, until());
    try {
      if (to.head(claim.key()).filter(there -> there.size() == body.length).isEmpty()) {
        var unused = to.put(claim.key(), body);
      }
      return claim;
    } catch (BackendException e) {
      BackendException failed =
          new BackendException(
              e.kind(),
              Effect.NONE,
              "a body of " + body.length + " bytes is not stored: " + e.getMessage(),
              e);
      throw e.retryAfter().map(failed::retryAfter).orElse(failed);
    }
  }

  /** Rounded up, so that equal bodies of about the same time have one key. */
  private long until() {
    long grain = Math.clamp(retention.toSeconds() / 16, 1, LONGEST_GRAIN);
    return Math.ceilDiv(clock.now().plus(retention).getEpochSecond() + 1, grain) * grain;
  }

  /**
   * Returns the body of a message, from where it is kept if it is not in the message. Repeating is
   * safe.
   *
   * @throws BackendException NOT_FOUND if it is not kept any more, or not there; CORRUPT if what is
   *     there is something else; UNSUPPORTED if it is kept somewhere and this slot is empty
   */
  public byte[] body(Message message) {
    return Claim.of(message).map(claim -> read(message.id(), claim)).orElseGet(message::body);
  }

  /** Returns a message with its {@link #body} and without a claim. Repeating is safe. */
  public Message redeemed(Message message) {
    return message.header(Claim.HEADER).isEmpty() ? message : copy(message, body(message)).build();
  }

  private byte[] read(String message, Claim claim) {
    Blobs from =
        blobs.orElseThrow(
            () ->
                new BackendException(
                    ErrorKind.UNSUPPORTED,
                    what(message, claim)
                        + " is kept in the slot "
                        + slot
                        + " of whoever sent it; fill that slot here with the same backend"));
    try (BlobReader reader = from.get(claim.key()).orElseThrow(() -> gone(message, claim))) {
      boolean sized = reader.info().size() == claim.bytes();
      byte[] body = sized ? all(reader, claim.bytes()) : new byte[0];
      if (!sized || !claim.isOf(body)) {
        throw new BackendException(
            ErrorKind.CORRUPT,
            what(message, claim) + " is not what is stored as " + claim.key() + " in slot " + slot);
      }
      return body;
    }
  }

  private static byte[] all(BlobReader reader, int bytes) {
    byte[] body = new byte[bytes];
    int at = 0;
    for (int n = 0; at < bytes && n >= 0; at += Math.max(n, 0)) {
      n = reader.read(body, at, bytes - at);
    }
    return body; // one that ended too soon has another digest
  }

  private BackendException gone(String message, Claim claim) {
    return new BackendException(
        ErrorKind.NOT_FOUND,
        what(message, claim)
            + " is not in slot "
            + slot
            + ", where it was kept as "
            + claim.key()
            + " until "
            + Instant.ofEpochSecond(claim.until()));
  }

  private static String what(String message, Claim claim) {
    return "the body of message " + message + ", of " + claim.bytes() + " bytes,";
  }

  /**
   * Returns a task that {@linkplain #sweep sweeps} once an hour, which the caller starts and
   * closes; empty where no bodies are kept.
   */
  public Optional<PeriodicTask> sweeper() {
    return blobs.map(
        unused ->
            new PeriodicTask(
                "housekeeping-" + slot,
                clock,
                AFTER_FAILURE,
                () -> {
                  long swept = sweep();
                  LOG.log(Level.DEBUG, "{0} bodies are kept no longer in slot {1}", swept, slot);
                  return HOURLY;
                }));
  }

  /**
   * Deletes bodies that are kept no longer and returns how many. It walks over all that are kept,
   * so once an hour is often. Repeating is safe, and so is doing it in several processes at once.
   */
  public long sweep() {
    if (blobs.isEmpty()) {
      return 0;
    }
    Instant now = clock.now();
    long swept = 0;
    List<String> over = new ArrayList<>();
    try (Scan<BlobEntry> all = blobs.get().list(Claim.PREFIX)) {
      for (BlobEntry entry : all) {
        if (Claim.until(entry.key()).filter(now::isAfter).isPresent()) {
          over.add(entry.key());
        }
        if (over.size() == AT_ONCE) {
          swept += delete(blobs.get(), over);
          over.clear();
        }
      }
    }
    return over.isEmpty() ? swept : swept + delete(blobs.get(), over);
  }

  private static int delete(Blobs from, List<String> keys) {
    Map<String, OperationException> failures = from.deleteAll(keys);
    failures.values().stream()
        .findFirst()
        .ifPresent(
            failure -> {
              throw failure; // the next time goes on from here
            });
    return keys.size();
  }
}
