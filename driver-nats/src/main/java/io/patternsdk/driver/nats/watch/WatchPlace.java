package io.patternsdk.driver.nats.watch;

import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.driver.nats.watch.KeyLog.KeyChange;
import io.patternsdk.driver.nats.watch.KeyLog.State;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a watch has come in a stream.
 *
 * @param created when the stream was made
 * @param after the number of the last change that was looked at
 * @param seen the server's time up to which everything has come, so that whatever was removed since
 *     is still told for some time
 * @param first the number of the stream's last message when the watch began anew: what was removed
 *     before needs no telling
 * @param synced whether all that was there has come
 */
record WatchPlace(Instant created, long after, Instant seen, long first, boolean synced) {
  /** The place of a watch that has to begin anew. */
  static final WatchPlace BEFORE_ALL = new WatchPlace(Instant.EPOCH, 0, Instant.EPOCH, 0, false);

  /** Less than is remembered by what passes between a look at the time and the read after it. */
  private static final Duration TRUSTED = KeyLog.REMEMBERED.minusMinutes(1);

  private static final Pattern TOKEN =
      Pattern.compile("(\\d{1,12})\\.(\\d{1,9})/(\\d{1,18})/(\\d{1,12})");

  /** Returns the place that a token names; the beginning if it is none of ours. */
  static WatchPlace parse(WatchToken token) {
    Matcher parts = TOKEN.matcher(token.text());
    return parts.matches()
        ? new WatchPlace(
            Instant.ofEpochSecond(number(parts, 1), number(parts, 2)),
            number(parts, 3),
            Instant.ofEpochSecond(number(parts, 4)),
            0,
            true)
        : BEFORE_ALL;
  }

  private static long number(Matcher parts, int group) {
    return Long.parseLong(parts.group(group));
  }

  /** Nobody goes on before all that was there has come. */
  WatchToken token() {
    return new WatchToken(
        synced
            ? "%d.%d/%d/%d"
                .formatted(
                    created.getEpochSecond(), created.getNano(), after, seen.getEpochSecond())
            : "snapshot");
  }

  boolean begins() {
    return created.equals(Instant.EPOCH);
  }

  /** Tells whether it is a place in a stream as that has just been seen. */
  boolean in(State stream) {
    return created.equals(stream.created()) && after <= stream.last();
  }

  /** Tells whether everything that has happened since is still told at a time of the server's. */
  boolean remembered(Instant now) {
    return seen.plus(TRUSTED).isAfter(now);
  }

  /** The place before all that is there. */
  static WatchPlace snapshot(State stream) {
    return new WatchPlace(stream.created(), 0, stream.now(), stream.last(), false);
  }

  WatchPlace at(KeyChange change) {
    return new WatchPlace(created, change.sequence(), seen, first, synced);
  }

  /** With everything seen that had happened at a time of the server's. */
  WatchPlace seenAll(Instant now) {
    return new WatchPlace(created, after, now, first, synced);
  }

  WatchPlace nowSynced() {
    return new WatchPlace(created, after, seen, first, true);
  }
}
