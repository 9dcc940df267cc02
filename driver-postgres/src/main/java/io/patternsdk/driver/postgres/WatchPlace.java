package io.patternsdk.driver.postgres;

import io.patternsdk.core.keyvalue.WatchToken;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a watch has come. Changes are found by what a snapshot of the server does not show yet,
 * so nothing has to be in the order of commits. A look at them may take several pages, each of
 * which is newer than the one before.
 *
 * @param phase what comes next
 * @param synced whether all that was there has come
 * @param since what has come
 * @param round what will have come when the look is over; null if none has begun
 * @param key the last key of the walk or look; null for none
 */
record WatchPlace(
    Phase phase, boolean synced, Seen since, @Nullable Seen round, @Nullable String key) {
  /** The place of a watch that has to begin anew. */
  static final WatchPlace BEFORE_ALL = new WatchPlace(Phase.BEGIN, false, Seen.NOTHING, null, null);

  private static final Pattern TOKEN =
      Pattern.compile("([0-9a-f-]{36})/(\\d{1,18}):(\\d{1,18}):([\\d,]*)/(\\d{1,17})");

  enum Phase {
    BEGIN,
    WALK,
    FOLLOW
  }

  /**
   * What one statement has seen.
   *
   * @param log which log of changes
   * @param snapshot the server's snapshot, as text
   * @param micros the server's time, in microseconds since 1970
   */
  record Seen(String log, String snapshot, long micros) {
    static final Seen NOTHING = new Seen("00000000-0000-0000-0000-000000000000", "1:1:", 0);

    /** All transactions before this one are seen. */
    String least() {
      return snapshot.substring(0, snapshot.indexOf(':'));
    }

    /** No transaction from this one on is seen. */
    String most() {
      return snapshot.substring(snapshot.indexOf(':') + 1, snapshot.lastIndexOf(':'));
    }
  }

  static WatchPlace parse(WatchToken token) {
    Matcher parts = TOKEN.matcher(token.text());
    if (!parts.matches()) {
      return BEFORE_ALL;
    }
    String snapshot = parts.group(2) + ":" + parts.group(3) + ":" + parts.group(4);
    Seen since = new Seen(parts.group(1), snapshot, Long.parseLong(parts.group(5)));
    return new WatchPlace(Phase.FOLLOW, true, since, null, null);
  }

  /** Nobody goes on before all that was there has come; a look is begun again. */
  WatchToken token() {
    return new WatchToken(
        synced ? since.log + "/" + since.snapshot + "/" + since.micros : "snapshot");
  }

  static WatchPlace walk(Seen begun) {
    return new WatchPlace(Phase.WALK, false, begun, null, null);
  }

  WatchPlace at(String last) {
    return new WatchPlace(phase, synced, since, round, last);
  }

  /** What follows a walk. */
  WatchPlace follow() {
    return new WatchPlace(Phase.FOLLOW, synced, since, null, null);
  }

  /** Within a look that has begun with what was seen, unless it had begun before. */
  WatchPlace within(Seen seen) {
    return round != null ? this : new WatchPlace(phase, synced, since, seen, key);
  }

  /** After a look. */
  WatchPlace looked() {
    return round == null ? this : new WatchPlace(phase, synced, round, null, null);
  }

  WatchPlace nowSynced() {
    return new WatchPlace(phase, true, since, round, key);
  }
}
