package io.patternsdk.driver.nats;

import io.patternsdk.core.queue.Receipt;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    return new Receipt(QueueNames.brief(queue) + "." + message + "." + number);
  }

  /** Reads a receipt; empty if it is none of this queue. */
  static Optional<Held> of(String queue, Receipt receipt) {
    Matcher text = TEXT.matcher(receipt.text());
    return text.matches() && text.group(1).equals(QueueNames.brief(queue))
        ? Optional.of(new Held(text.group(2), Long.parseLong(text.group(3))))
        : Optional.empty();
  }
}
