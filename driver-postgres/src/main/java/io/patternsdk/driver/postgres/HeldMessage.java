package io.patternsdk.driver.postgres;

import io.patternsdk.core.queue.Receipt;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt says.
 *
 * @param queue where it was received
 * @param id the message
 * @param mark of the receive that took it
 */
record HeldMessage(String queue, long id, long mark) {
  private static final Pattern RECEIPT = Pattern.compile("(\\d{1,18})-([0-9a-z]{1,13})");

  /** Null if it is none of ours. */
  static @Nullable HeldMessage of(String queue, Receipt receipt) {
    Matcher parts = RECEIPT.matcher(receipt.text());
    try {
      return parts.matches()
          ? new HeldMessage(
              queue,
              Long.parseLong(parts.group(1)),
              Long.parseUnsignedLong(parts.group(2), Character.MAX_RADIX))
          : null;
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  static Receipt receipt(long id, long mark) {
    return new Receipt(id + "-" + Long.toUnsignedString(mark, Character.MAX_RADIX));
  }

  /** Binds it to a statement that ends as all do which settle. */
  void bind(PreparedStatement statement, int from) throws SQLException {
    statement.setLong(from, id);
    statement.setLong(from + 1, mark);
    statement.setBytes(from + 2, PostgresQueue.stored(queue));
  }
}
