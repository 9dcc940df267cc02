package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One route.
 *
 * @param segments those of the template
 * @param handler who answers
 * @param work whether it is work that a stop waits for and then refuses
 * @param secrets the variables whose values are secrets
 */
record Route(
    String method,
    String template,
    List<String> segments,
    HttpHandler handler,
    boolean work,
    Set<String> secrets) {

  static Route of(String method, String template, HttpHandler handler) {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("route " + template + " does not begin with /");
    }
    return new Route(
        method, template, List.of(template.substring(1).split("/", -1)), handler, false, Set.of());
  }

  Route asWork() {
    return new Route(method, template, segments, handler, true, secrets);
  }

  /** Has the description, if this route hands it out, say what is demanded of callers. */
  Route describing(Demands demands) {
    return handler instanceof OpenApi description
        ? new Route(method, template, segments, description.with(demands), work, secrets)
        : this;
  }

  Route hiding(Set<String> names) {
    return new Route(method, template, segments, handler, work, names);
  }

  /**
   * Returns a path of this route as it may be shown: of a variable whose value is a secret there is
   * a digest. A slash within a segment is encoded, and so is the sign that encodes.
   */
  String shown(List<String> path) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      boolean secret =
          segment.startsWith("{") && secrets.contains(segment.substring(1, segment.length() - 1));
      String value = path.get(i);
      shown.append('/');
      shown.append(secret ? digest(value) : value.replace("%", "%25").replace("/", "%2F"));
    }
    return shown.toString();
  }

  private static String digest(String secret) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
