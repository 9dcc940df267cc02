package io.patternsdk.differential;

import io.patternsdk.core.json.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message.
 *
 * @param topic where it is
 * @param key its key; null if it has none
 * @param body its body; null for a tombstone
 * @param headers its headers, those of context left out
 */
record Told(
    String topic, @Nullable JsonValue key, @Nullable JsonValue body, Map<String, String> headers) {

  /** Sorts the headers. */
  Told {
    headers = new TreeMap<>(headers);
  }
}
