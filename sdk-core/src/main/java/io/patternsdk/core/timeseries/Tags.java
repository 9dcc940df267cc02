package io.patternsdk.core.timeseries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What tags may be. */
final class Tags {
  private static final int MOST = 32;
  private static final int MOST_BYTES = 1024;

  private Tags() {}

  /** Returns a copy in the order of the names. */
  static Map<String, String> checked(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw new IllegalArgumentException(tags.size() + " tags; at most " + MOST + " fit");
    }
    int bytes = 0;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      bytes += checkedBytes("name of a tag", tag.getKey());
      bytes += checkedBytes("tag " + tag.getKey(), tag.getValue());
    }
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "tags have " + bytes + " UTF-8 bytes; at most " + MOST_BYTES + " fit");
    }
    return Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  private static int checkedBytes(String what, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || isSurrogate(c))) {
      throw new IllegalArgumentException(
          what + " <" + text + "> has a control character or an unpaired surrogate");
    }
    return text.getBytes(UTF_8).length;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
