package io.patternsdk.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the route of a request. */
record RouteTable(List<Route> routes) {

  /** A route with the variables of a path. */
  record Match(Route route, Map<String, String> variables) {}

  /**
   * Finds the route.
   *
   * @throws HttpProblem 404 if no route has the path, 405 if one has but not the method
   */
  Match find(String method, String rawPath) {
    List<String> path = segments(rawPath);
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Map<String, String> variables = route.match(path);
      if (variables != null && route.method().equals(method)) {
        return new Match(route, variables);
      } else if (variables != null) {
        allowed.add(route.method());
      }
    }
    if (allowed.isEmpty()) {
      throw HttpProblem.notFound("there is no " + rawPath + " here");
    }
    String methods = String.join(", ", allowed);
    throw HttpProblem.of(
            405, "Method Not Allowed", rawPath + " takes " + methods + ", not " + method)
        .header("Allow", methods);
  }

  private static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.substring(1).split("/", -1)) {
      try {
        segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw HttpProblem.badRequest("the path has a wrong escape: " + rawPath);
      }
    }
    return segments;
  }
}
