package io.patternsdk.driver.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the server says of itself; a fact that we may not ask for is absent.
 *
 * @param info the fields of {@code INFO}
 * @param config parameters from {@code CONFIG GET}
 */
record ServerFacts(Map<String, String> info, Map<String, String> config) {

  /** Copies the facts. */
  ServerFacts {
    info = Map.copyOf(info);
    config = Map.copyOf(config);
  }

  /** Reads the text that {@code INFO} answers. */
  static Map<String, String> parse(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf(':') > 0)
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            });
    return fields;
  }

  /** The version; empty if unknown. */
  String version() {
    return info.getOrDefault("redis_version", "");
  }

  /** Whether it is a cluster, a sentinel or the one server; the latter if unknown. */
  String mode() {
    return info.getOrDefault("redis_mode", "standalone");
  }

  /** Tells whether the version is at least this one; an unknown one is hoped to be. */
  boolean atLeast(int major, int minor) {
    String[] parts = version().split("\\.", -1);
    if (parts.length < 2 || !parts[0].matches("\\d{1,6}") || !parts[1].matches("\\d{1,6}")) {
      return true;
    }
    int actual = Integer.parseInt(parts[0]);
    return actual > major || (actual == major && Integer.parseInt(parts[1]) >= minor);
  }

  /** The most bytes of one value that the server takes; empty if unknown. */
  Optional<Long> maxValueBytes() {
    return Optional.ofNullable(config.get("proto-max-bulk-len")).map(Long::valueOf);
  }

  /** The policy by which the server throws data away when memory is short; empty if it does not. */
  Optional<String> eviction() {
    boolean limited = !info.getOrDefault("maxmemory", "0").equals("0");
    return Optional.ofNullable(info.get("maxmemory_policy"))
        .filter(policy -> limited && !policy.equals("noeviction"));
  }
}
