package io.patternsdk.driver.postgres;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a notification says, as text: the digest of its feed, a letter for what it brings, a mark,
 * and what it brings. The mark is different each time, because a server sends notifications of a
 * transaction that are equal once. A later release may have other letters; they are passed over.
 *
 * @param feed the digest of its feed
 * @param content what it brings
 */
record PostgresNotice(String feed, Content content) {
  /** The most bytes of a body that a notification carries: 8,000 of text are one too many. */
  static final int MOST_INLINE = 5_900;

  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9_-]{" + PostgresFeed.DIGEST + "})([a-z])([0-9a-z]+)\\.([A-Za-z0-9+/=]*)");
  private static final AtomicLong MARK = new AtomicLong();

  /** What a notification brings. */
  sealed interface Content {}

  /** A message. */
  @SuppressWarnings("ArrayRecordComponent")
  record Body(byte[] bytes) implements Content {}

  /** A message that is too large and stands in a row. */
  record Row(long id) implements Content {}

  /** Something for so many receivers to look for. */
  record Signal(int receivers) implements Content {}

  static String body(PostgresFeed feed, byte[] body) {
    return text(feed, 'b', Base64.getEncoder().encodeToString(body));
  }

  static String row(PostgresFeed feed, long id) {
    return text(feed, 'r', Long.toString(id));
  }

  static String signal(PostgresFeed feed, int receivers) {
    return text(feed, 's', Integer.toString(receivers));
  }

  private static String text(PostgresFeed feed, char letter, String content) {
    return feed.digest() + letter + mark() + "." + content;
  }

  /** A text that no other call of this process returns. */
  static String mark() {
    return Long.toString(MARK.incrementAndGet(), Character.MAX_RADIX);
  }

  /** What a notification says; null if it is none of ours, or newer than we are. */
  static @Nullable PostgresNotice parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    String content = form.group(4);
    try {
      return switch (form.group(2).charAt(0)) {
        case 'b' ->
            new PostgresNotice(form.group(1), new Body(Base64.getDecoder().decode(content)));
        case 'r' -> new PostgresNotice(form.group(1), new Row(Long.parseLong(content)));
        case 's' -> new PostgresNotice(form.group(1), new Signal(Integer.parseInt(content)));
        default -> null;
      };
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
