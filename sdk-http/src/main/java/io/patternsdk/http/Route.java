package io.patternsdk.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One route: a method, a template, who answers, and whether it is work that a stop waits for and
 * then refuses.
 */
record Route(
    String method, String template, List<String> segments, HttpHandler handler, boolean work) {

  static Route of(String method, String template, HttpHandler handler) {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("route " + template + " does not begin with /");
    }
    return new Route(
        method, template, List.of(template.substring(1).split("/", -1)), handler, false);
  }

  Route asWork() {
    return new Route(method, template, segments, handler, true);
  }

  /**
   * Returns the variables if the decoded segments of a path match, else null. An empty segment is
   * no value of a variable: who forgot the name in {@code DELETE /things/} means no thing.
   */
  @Nullable Map<String, String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{") && !path.get(i).isEmpty()) {
        variables.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return null;
      }
    }
    return variables;
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
