package io.patternsdk.testkit.contract.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What records must be, found by sorting all writes that ever were; nothing of it is shared. */
final class MergeOracle {
  private final Map<String, List<Patch>> written = new HashMap<>();

  void add(String key, Patch patch) {
    written.computeIfAbsent(key, k -> new ArrayList<>()).add(patch);
  }

  Set<String> keys() {
    return written.keySet();
  }

  private List<Patch> of(String key) {
    return written.getOrDefault(key, List.of());
  }

  /** The texts that the fields of a record hold, with their stamps; a removed one has no text. */
  Map<String, String> fields(String key) {
    Map<String, String> last = new HashMap<>();
    Set<String> names = new HashSet<>();
    of(key).forEach(patch -> names.addAll(patch.fields().keySet()));
    for (String name : names) {
      String greatest = "";
      for (Patch patch : of(key)) {
        var field = patch.fields().get(name);
        if (field != null && field.stamp().text().compareTo(greatest) > 0) {
          byte[] value = field.value();
          greatest = field.stamp().text();
          last.put(name, greatest + (value == null ? " removed" : "=" + new String(value, UTF_8)));
        }
      }
    }
    return last;
  }

  private long number(String key, String name) {
    String text = fields(key).getOrDefault(name, "=-1");
    return Long.parseLong(text.substring(text.indexOf('=') + 1));
  }

  /** Whether and how a record is there, its times being long past or far ahead. */
  State state(String key, long now) {
    if (fields(key).containsKey("~ended")) {
      return State.ENDED;
    }
    if (!fields(key).containsKey("~created")) {
      return State.PENDING;
    }
    long idle = number(key, "~idle");
    long accessed = number(key, "~accessed");
    long ends = number(key, "~ends");
    boolean idled = idle >= 0 && accessed >= 0 && now >= accessed + idle;
    return idled || (ends >= 0 && now >= ends) ? State.EXPIRED : State.ALIVE;
  }

  /** The keys that are alive in a group. */
  Set<String> group(String group, long now) {
    Set<String> found = new HashSet<>();
    for (String key : keys()) {
      boolean grouped = fields(key).getOrDefault("~group", "").endsWith("=" + group);
      if (grouped && state(key, now) == State.ALIVE) {
        found.add(key);
      }
    }
    return found;
  }

  /** The keys in a state. */
  Set<String> in(State state, long now) {
    Set<String> found = new HashSet<>(keys());
    found.removeIf(key -> state(key, now) != state);
    return found;
  }
}
