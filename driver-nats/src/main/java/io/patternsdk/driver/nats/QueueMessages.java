package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.driver.nats.NatsConnections.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The messages of queues and what becomes of them. Each change replaces the message on condition
 * that it is still the one that was read, so the server lets one caller make it. A message says in
 * its headers how often it was delivered, for how long it is hidden from when it was stored, and,
 * where that was extended, the number under which it was delivered.
 */
final class QueueMessages {
  private static final Logger LOG = System.getLogger(QueueMessages.class.getName());
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final String ATTEMPTS = "Pattern-Attempts";
  private static final String HIDDEN = "Pattern-Hidden";
  private static final String DELIVERED_AS = "Pattern-Delivered-As";

  /** Some 1,000 years. */
  private static final long LONGEST_MILLIS = 31_556_952_000_000L;

  private final ServerStream stream;
  private final QueueSubjects names;
  private final MessageCodec codec;
  private final int maxAttempts;
  private final long maxHeaderBytes;

  /**
   * @param maxHeaderBytes the most bytes of headers with which a message can still be delivered,
   *     which gives it some more
   */
  QueueMessages(
      ServerStream stream,
      QueueSubjects names,
      MessageCodec codec,
      int maxAttempts,
      long maxHeaderBytes) {
    this.maxHeaderBytes = maxHeaderBytes;
    this.stream = stream;
    this.names = names;
    this.codec = codec;
    this.maxAttempts = maxAttempts;
  }

  ServerStream stream() {
    return stream;
  }

  QueueSubjects names() {
    return names;
  }

  void add(String queue, Message message, Deadline deadline) {
    MessageCodec.Ready ready = codec.stored(message);
    Headers headers = ready.headers();
    if (headers != null && headers.serializedLength() > maxHeaderBytes) {
      throw NatsErrors.headersTooLarge(headers.serializedLength(), maxHeaderBytes);
    }
    long unused = stream.add(names.fresh(queue), headers, ready.body(), deadline);
    tell(queue, Duration.ZERO);
  }

  private void tell(String queue, Duration hidden) {
    NatsSignals.tell(stream.connections(), names.signals(queue), millis(hidden));
  }

  Message message(StoredMessage stored) {
    return codec.message(stored.headers(), stored.data());
  }

  /** How often a message was delivered. */
  static int attempts(StoredMessage stored) {
    return (int) Math.min(Integer.MAX_VALUE, number(stored.headers(), ATTEMPTS));
  }

  /** For how long a message is hidden from the moment at which it was stored. */
  static long hiddenMillis(@Nullable Headers headers) {
    return number(headers, HIDDEN);
  }

  private static long number(@Nullable Headers headers, String name) {
    String text = headers == null ? null : headers.getLast(name);
    return text != null && NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
  }

  /** Takes messages that nobody holds; without those that somebody else was faster to take. */
  List<Delivery> take(String queue, List<StoredMessage> found, Duration hidden, Deadline deadline) {
    List<StoredMessage> alive =
        found.stream().filter(stored -> attempts(stored) < maxAttempts).toList();
    List<OptionalLong> taken =
        stream.each(
            alive,
            stored -> askTake(stored, hidden, deadline),
            answer -> stream.number(answer, deadline));
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < alive.size(); i++) {
      StoredMessage stored = alive.get(i);
      if (taken.get(i).isPresent()) {
        Held held = new Held(QueueSubjects.message(stored.subject()), taken.get(i).getAsLong());
        deliveries.add(new Delivery(message(stored), held.receipt(queue), attempts(stored) + 1));
      }
    }
    forget(alive, deadline);
    if (!deliveries.isEmpty()) {
      tell(queue, hidden);
    }
    if (alive.size() < found.size()) {
      buryAll(queue, found, !deliveries.isEmpty(), deadline);
    }
    return deliveries;
  }

  private Answer askTake(StoredMessage stored, Duration hidden, Deadline deadline) {
    Headers headers = headers(stored, attempts(stored) + 1, hidden, null);
    return stream.askPutIf(stored.sequence(), stored.subject(), headers, stored.data(), deadline);
  }

  /** What an old server would bring back when it is killed after the deletion of what follows. */
  private void forget(List<StoredMessage> replaced, Deadline deadline) {
    if (!stream.facts().tombstones()) {
      var unused =
          stream.each(
              replaced,
              stored -> stream.askDelete(stored.sequence(), deadline),
              answer -> stream.deleted(answer, deadline));
    }
  }

  /** Where there is something to hand out, what fails is left for the next receiver. */
  private void buryAll(
      String queue, List<StoredMessage> found, boolean optional, Deadline deadline) {
    try {
      found.stream()
          .filter(stored -> attempts(stored) >= maxAttempts)
          .forEach(stored -> release(queue, stored, deadline));
    } catch (OperationException e) {
      if (!optional) {
        throw e;
      }
      LOG.log(Level.DEBUG, "dead letters are left for the next receiver", e);
    }
  }

  /** Deletes what is held; false if it is held no longer. */
  boolean delete(String queue, Held held, Deadline deadline) {
    if (stream.delete(held.number(), deadline)) {
      return true;
    }
    Optional<StoredMessage> extended = find(queue, held, deadline);
    while (extended.isPresent()) {
      if (stream.delete(extended.get().sequence(), deadline)) {
        return true;
      }
      extended = find(queue, held, deadline);
    }
    return false;
  }

  /** Lets others have what is held, or buries it; false if it is held no longer. */
  boolean release(String queue, Held held, Deadline deadline) {
    Optional<StoredMessage> found = find(queue, held, deadline);
    while (found.isPresent()) {
      if (release(queue, found.get(), deadline)) {
        return true;
      }
      found = find(queue, held, deadline);
    }
    return false;
  }

  private boolean release(String queue, StoredMessage stored, Deadline deadline) {
    Headers headers = headers(stored, attempts(stored), Duration.ZERO, null);
    OptionalLong ended = replace(stored, headers, deadline);
    if (ended.isPresent() && attempts(stored) >= maxAttempts) {
      bury(queue, stored, ended.getAsLong(), deadline);
    } else if (ended.isPresent()) {
      tell(queue, Duration.ZERO);
    }
    return ended.isPresent();
  }

  /** Hides for longer, or less long, what is held; false if it is held no longer. */
  boolean extend(String queue, Held held, Duration hidden, Deadline deadline) {
    Optional<StoredMessage> found = find(queue, held, deadline);
    while (found.isPresent()) {
      StoredMessage stored = found.get();
      Headers headers = headers(stored, attempts(stored), hidden, held.number());
      if (replace(stored, headers, deadline).isPresent()) {
        tell(queue, hidden);
        return true;
      }
      found = find(queue, held, deadline);
    }
    return false;
  }

  /** What a receipt holds, as it is now. */
  private Optional<StoredMessage> find(String queue, Held held, Deadline deadline) {
    return stream
        .last(names.live(queue, held.message()), deadline)
        .filter(
            s ->
                s.sequence() == held.number()
                    || number(s.headers(), DELIVERED_AS) == held.number());
  }

  private OptionalLong replace(StoredMessage stored, Headers headers, Deadline deadline) {
    OptionalLong number =
        stream.putIf(stored.sequence(), stored.subject(), headers, stored.data(), deadline);
    if (number.isPresent()) {
      forget(List.of(stored), deadline);
    }
    return number;
  }

  private static Headers headers(
      StoredMessage stored, int attempts, Duration hidden, @Nullable Long deliveredAs) {
    Headers headers = stored.headers() == null ? new Headers() : new Headers(stored.headers());
    headers.remove(HIDDEN, DELIVERED_AS);
    headers.put(ATTEMPTS, Integer.toString(attempts));
    long millis = millis(hidden);
    if (millis > 0) {
      headers.put(HIDDEN, Long.toString(millis));
    }
    return deliveredAs == null ? headers : headers.put(DELIVERED_AS, deliveredAs.toString());
  }

  /** Rounded up: nothing is seen early. */
  private static long millis(Duration time) {
    return time.compareTo(Duration.ofMillis(LONGEST_MILLIS)) >= 0
        ? LONGEST_MILLIS
        : time.plusNanos(999_999).toMillis();
  }

  /** Moves what nobody holds to the dead: it is copied, if it is not there yet, then deleted. */
  private void bury(String queue, StoredMessage stored, long number, Deadline deadline) {
    String subject = names.dead(queue, QueueSubjects.message(stored.subject()));
    Headers headers = headers(stored, attempts(stored), Duration.ZERO, null);
    var unused = stream.putIf(0, subject, headers, stored.data(), deadline);
    var unused2 = stream.delete(number, deadline);
  }

  /** Moves a dead message back to its queue; false if somebody else did. */
  boolean revive(String queue, StoredMessage dead, Deadline deadline) {
    String subject = names.live(queue, QueueSubjects.message(dead.subject()));
    Headers headers = headers(dead, 0, Duration.ZERO, null);
    OptionalLong copy = stream.putIf(0, subject, headers, dead.data(), deadline);
    tell(queue, Duration.ZERO);
    return stream.delete(dead.sequence(), deadline) && copy.isPresent();
  }

  /**
   * A delivery as a receipt names it: {@code <queue>.<message>.<number>}.
   *
   * @param message the name of the message in its queue
   * @param number the number that the message had when it was delivered, which no other ever has
   */
  record Held(String message, long number) {
    private static final Pattern TEXT =
        Pattern.compile("([^.]+)\\.([A-Za-z0-9-]{1,64})\\.([1-9]\\d{0,17})");

    Receipt receipt(String queue) {
      return new Receipt(QueueSubjects.brief(queue) + "." + message + "." + number);
    }

    /** Reads a receipt; empty if it is none of this queue. */
    static Optional<Held> of(String queue, Receipt receipt) {
      Matcher text = TEXT.matcher(receipt.text());
      return text.matches() && text.group(1).equals(QueueSubjects.brief(queue))
          ? Optional.of(new Held(text.group(2), Long.parseLong(text.group(3))))
          : Optional.empty();
    }
  }
}
