package io.patternsdk.multicast;

import io.patternsdk.core.Message;

/** A message on its way to the receiver of one identity. Thread-safe. */
public final class Delivered {
  private final Holdings holdings;
  private final String id;
  private final Message message;
  private final int attempt;

  Delivered(Holdings holdings, String id, Message message, int attempt) {
    this.holdings = holdings;
    this.id = id;
    this.message = message;
    this.attempt = attempt;
  }

  /** Returns the id of this delivery, by which it can be acknowledged later. */
  public String id() {
    return id;
  }

  /** Returns the id of the message: that of the multicast, the same for every delivery of it. */
  public String messageId() {
    return message.id();
  }

  /** Returns the payload itself, not a copy. */
  public byte[] payload() {
    return message.body();
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
    return holdings.ack(id);
  }

  /** Gives it back, to be delivered again if durable; false if it was not held any more. */
  public boolean nack() {
    return holdings.nack(id);
  }

  Message message() {
    return message;
  }
}
