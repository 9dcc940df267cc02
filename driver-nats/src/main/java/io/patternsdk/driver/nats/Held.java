package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.patternsdk.core.queue.Receipt;
import java.util.Optional;

/**
 * A delivery as a receipt names it. Its text is {@code <number> <reply>}: the number of the message
 * in the stream, which no other delivery ever has, and the subject to which the server listens for
 * what becomes of it.
 *
 * @param sequence the number
 * @param reply the subject
 */
record Held(long sequence, String reply) {
  private static final String ACK = "$JS.ACK.";

  static Held of(Message message) {
    return new Held(message.metaData().streamSequence(), message.getReplyTo());
  }

  Receipt receipt() {
    return new Receipt(reply + " " + sequence);
  }

  /** Reads a receipt; empty if it is none of a message of this consumer. */
  static Optional<Held> of(Receipt receipt, String stream, String consumer) {
    int space = receipt.text().lastIndexOf(' ');
    String reply = receipt.text().substring(0, Math.max(0, space));
    String number = receipt.text().substring(space + 1);
    boolean ours =
        reply.startsWith(ACK)
            && reply.contains("." + stream + "." + consumer + ".")
            && number.matches("[1-9]\\d{0,17}")
            && reply.contains("." + number + ".")
            && reply.matches("[\\x21-\\x7e]+")
            && reply.indexOf('*') < 0
            && reply.indexOf('>') < 0;
    return ours ? Optional.of(new Held(Long.parseLong(number), reply)) : Optional.empty();
  }
}
