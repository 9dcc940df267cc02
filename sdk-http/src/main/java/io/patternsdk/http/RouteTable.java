package io.patternsdk.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the route of a request. */
record RouteTable(List<Route> routes) {

  /** A route with the variables and the decoded segments of a path. */
  record Match(Route route, Map<String, String> variables, List<String> path) {}

  /**
   * Finds the route.
   *
   * @param rawPath the path as it came, percent-encoded
   * @throws HttpProblem 400 if it is no path, 404 if no route has it, 405 if one has but not the
   *     method
   */
  Match find(String method, String rawPath) {
    if (method.equals("CONNECT") || !rawPath.startsWith("/")) {
      throw HttpProblem.badRequest("the target of the request is no path")
          .header("Connection", "close");
    }
    List<String> path = segments(rawPath);
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Map<String, String> variables = route.match(path);
      if (variables != null && route.method().equals(method)) {
        return new Match(route, variables, path);
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

  private static List<String> segments(String path) {
    return Stream.of(path.substring(1).split("/", -1)).map(RouteTable::decode).toList();
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
