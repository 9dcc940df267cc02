package io.patternsdk.multicast;

import io.patternsdk.core.Message;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message on its way to the receiver of one identity. Thread-safe. */
public final class Delivered {
  private final RegistrySubscription subscription;
  private final String receipt;
  private final Message message;
  private final int attempt;
  private final long number;
  private volatile @Nullable String id;
  private volatile byte @Nullable [] body;

  Delivered(
      RegistrySubscription subscription,
      String receipt,
      Message message,
      int attempt,
      long number) {
    this.subscription = subscription;
    this.receipt = receipt;
    this.message = message;
    this.attempt = attempt;
    this.number = number;
  }

  /**
   * Returns the id of this delivery, by which it can be acknowledged later. It says also what its
   * subscription had handed out before and nobody had acknowledged when it was handed out, so that
   * a receiver can {@linkplain MulticastRegistry#resume come back} by it to any process. Printable
   * ASCII of up to 8,000 characters, some tens if nothing came before.
   */
  public String id() {
    String known = id;
    return known == null ? identify() : known;
  }

  /** Returns the id of the message: that of the multicast, the same for every delivery of it. */
  public String messageId() {
    return message.id();
  }

  /**
   * Returns the payload itself, not a copy. Where it is kept in the slot {@code payloads} it is
   * there while the receiver is called; whoever asks later reads it from there each time.
   *
   * @throws io.patternsdk.core.BackendException NOT_FOUND if it is not kept there any more
   */
  public byte[] payload() {
    byte[] held = body;
    return held == null ? subscription.payload(message) : held;
  }

  /** Returns the {@link #payload} as text in UTF-8; what is none has replacement characters. */
  public String text() {
    return new String(payload(), StandardCharsets.UTF_8);
  }

  /** Reads the payload, which is held from then on. */
  void fetch() {
    if (body == null) {
      body = subscription.payload(message);
    }
  }

  /** Holds the payload no longer. */
  void release() {
    body = null;
  }

  /** Returns the media type of the payload. */
  public String contentType() {
    return message.header(Headers.CONTENT_TYPE).orElse("application/octet-stream");
  }

  /** Returns which delivery of the message it is, from 1; always 1 if not durable. */
  public int attempt() {
    return attempt;
  }

  /** Acknowledges it; false if it was not held any more. Repeating is safe. */
  public boolean ack() {
    return subscription.ack(this);
  }

  /** Gives it back, to be delivered again if durable; false if it was not held any more. */
  public boolean nack() {
    return subscription.nack(this);
  }

  /** Holds it for longer; false if it was lost meanwhile. */
  boolean extend() {
    return subscription.extend(this);
  }

  /** Tells whether all that came before can be said in its id, which is fixed then. */
  boolean identified() {
    DeliveryId whole = subscription.idOf(this);
    String text = whole.text(subscription.identity().id());
    boolean fits = whole.fits(text);
    if (fits) {
      id = text;
    }
    return fits;
  }

  /** Only what need not be held can have too much before it: the oldest give way. */
  private String identify() {
    String identity = subscription.identity().id();
    DeliveryId whole = subscription.idOf(this);
    String text = whole.text(identity);
    while (!whole.fits(text)) {
      whole = whole.shorter();
      text = whole.text(identity);
    }
    id = text;
    return text;
  }

  /**
   * Returns what it is called where it came from: the receipt of the queue, or the message's id.
   */
  String receipt() {
    return receipt;
  }

  /** Returns its place in the order of handing out. */
  long number() {
    return number;
  }

  /** Returns about how many bytes of memory it takes. */
  long bytes() {
    return 500L + message.body().length;
  }

  Message message() {
    return message;
  }
}
