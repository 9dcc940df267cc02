package io.patternsdk.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The parameters after the question mark. */
record Query(Map<String, List<String>> parameters) {

  /**
   * Takes them apart; one without {@code =} is empty.
   *
   * @throws HttpProblem 400 if one is not percent-encoded UTF-8
   */
  static Query parse(String raw) {
    Map<String, List<String>> parameters = new TreeMap<>();
    for (String parameter : raw.split("&")) {
      if (!parameter.isEmpty()) {
        int equals = parameter.indexOf('=');
        int end = equals < 0 ? parameter.length() : equals;
        String value = parameter.substring(Math.min(parameter.length(), end + 1));
        String name = decode("the query", parameter.substring(0, end));
        parameters
            .computeIfAbsent(name, unused -> new ArrayList<>())
            .add(decode("query parameter " + name, value));
      }
    }
    return new Query(parameters);
  }

  private static String decode(String what, String text) {
    return Escapes.decode(what, text.replace('+', ' '));
  }

  Set<String> names() {
    return parameters.keySet();
  }

  /**
   * Returns one; empty if it is not there.
   *
   * @throws HttpProblem 400 if it is there several times
   */
  Optional<String> one(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw HttpProblem.badRequest(
          "query parameter " + name + " is there " + values.size() + " times; once works");
    }
    return values.stream().findFirst();
  }
}
