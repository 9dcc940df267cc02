package io.patternsdk.http;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the route of a request. */
record RouteTable(List<Route> routes) {

  /** A route with the variables of a path. */
  record Match(Route route, Map<String, String> variables) {}

  /**
   * Finds the route.
   *
   * @throws HttpProblem 400 if the target has no path, 404 if no route has it, 405 if one has but
   *     not the method
   */
  Match find(String method, String target) {
    String rawPath = path(target);
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

  private static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw HttpProblem.badRequest("the target of the request is no path: " + path);
    }
    return Stream.of(path.substring(1).split("/", -1))
        .map(segment -> Escapes.decode("the path", segment))
        .toList();
  }

  /** The path of a target that may be a whole URL, as if the client spoke to a proxy. */
  private static String path(String target) {
    boolean url = target.regionMatches(true, 0, "http", 0, 4) && target.contains("://");
    if (!url) {
      return target;
    }
    int slash = target.indexOf('/', target.indexOf("://") + 3);
    return slash < 0 ? "/" : target.substring(slash);
  }
}
