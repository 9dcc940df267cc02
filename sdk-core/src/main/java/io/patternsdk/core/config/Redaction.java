package io.patternsdk.core.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What placeholders and secrets stood for, so that it can be hidden in text that leaves the
 * process: {@link #of} puts the placeholder, or stars, in its place. It is the second net: messages
 * of settings never show such a value to begin with, but a client library may log whatever it was
 * given.
 *
 * <p>A secret is hidden from four characters on, any other value from eight: shorter ones are parts
 * of ordinary words and numbers. The last {@value #MOST} values are known. Thread-safe.
 */
public final class Redaction {
  private static final int SHORTEST_SECRET = 4;
  private static final int SHORTEST = 8;
  private static final int LONG_LINE = 16;
  private static final int MOST = 1_000;

  private final Map<String, String> known = new ConcurrentHashMap<>();
  private volatile List<Map.Entry<String, String>> longestFirst = List.of();

  Redaction() {}

  /** The text with everything hidden that must not be seen. */
  public String of(String text) {
    String shown = text;
    for (Map.Entry<String, String> value : longestFirst) {
      shown = shown.replace(value.getKey(), value.getValue());
    }
    return shown;
  }

  /** Hides a secret; of several lines, such as a key in PEM form, each long one by itself too. */
  void secret(String value) {
    hide(value, "***", SHORTEST_SECRET);
    if (value.indexOf('\n') >= 0) {
      value.lines().forEach(line -> hide(line.strip(), "***", LONG_LINE));
    }
  }

  /** Hides what a placeholder stood for. */
  void expanded(String value, String placeholder) {
    hide(value, placeholder, SHORTEST);
  }

  private void hide(String value, String shown, int shortest) {
    if (value.length() >= shortest && !shown.equals(known.get(value))) {
      keep(value, shown);
    }
  }

  private synchronized void keep(String value, String shown) {
    if (known.size() == MOST) {
      known.clear(); // secrets that changed a thousand times; the present ones come back at once
    }
    known.merge(value, shown, (before, now) -> now.equals("***") ? now : before);
    longestFirst =
        known.entrySet().stream()
            .map(e -> Map.entry(e.getKey(), e.getValue()))
            .sorted(Comparator.comparingInt(e -> -e.getKey().length()))
            .toList();
  }
}
