package io.patternsdk.lifecycle.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/** Maps that keep the order of the file. */
final class Ordered {

  private Ordered() {}

  static <V> SequencedMap<String, V> copy(SequencedMap<String, V> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }

  static <V, R> SequencedMap<String, R> map(
      SequencedMap<String, V> map, BiFunction<String, ? super V, ? extends R> change) {
    SequencedMap<String, R> changed = new LinkedHashMap<>();
    map.forEach((name, value) -> changed.put(name, change.apply(name, value)));
    return changed;
  }
}
