package io.patternsdk.session.spring.boot;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Maps of properties as settings. Spring Boot knows no underscores in names, and lists in such maps
 * are maps of numbers to it.
 */
final class BoundSettings {
  private BoundSettings() {}

  static Map<String, Object> of(Map<String, Object> bound) {
    Map<String, Object> settings = new TreeMap<>();
    bound.forEach((name, value) -> settings.put(name.replace('-', '_'), value(value)));
    return settings;
  }

  private static Object value(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> named = new TreeMap<>();
    map.forEach((name, member) -> named.put(String.valueOf(name), member));
    return isList(named) ? list(named) : of(named);
  }

  private static boolean isList(Map<String, Object> map) {
    for (int i = 0; i < map.size(); i++) {
      if (!map.containsKey(String.valueOf(i))) {
        return false;
      }
    }
    return !map.isEmpty();
  }

  private static List<Object> list(Map<String, Object> map) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      Object element = map.get(String.valueOf(i));
      if (element != null) {
        all.add(value(element));
      }
    }
    return all;
  }

  /** Returns what is made of settings; their problems are told by the names of the properties. */
  static <T> T under(String prefix, Supplier<T> made) {
    try {
      return made.get();
    } catch (ConfigException e) {
      throw new ConfigException(e.problems().stream().map(p -> renamed(p, prefix)).toList());
    }
  }

  private static Problem renamed(Problem problem, String prefix) {
    String path = problem.path();
    return path.isEmpty()
        ? problem
        : new Problem(
            problem.location(), prefix + path.replace('_', '-'), problem.what(), problem.fix());
  }
}
