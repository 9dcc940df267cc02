package io.patternsdk.http;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request that is not answered as it was meant; told to the client as {@code
 * application/problem+json} (RFC 9457), with a {@code code} that stays the same while texts may
 * change. Whatever it says goes to the client: nothing of a backend belongs into it. It carries no
 * stack trace.
 */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final String code;
  private final transient Map<String, String> headers;
  private final transient Map<String, String> members;

  private HttpProblem(
      int status,
      String title,
      String code,
      String detail,
      Map<String, String> headers,
      Map<String, String> members) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.code = code;
    this.headers = headers;
    this.members = members;
  }

  /**
   * Creates one: a title for the kind of problem, a detail for this very request. Its code is the
   * title in small letters, as {@code not_found}, unless {@link #code(String)} sets another.
   */
  public static HttpProblem of(int status, String title, String detail) {
    String code = title.toLowerCase(Locale.ROOT).replace(' ', '_');
    return new HttpProblem(status, title, code, detail, Map.of(), Map.of());
  }

  /**
   * Returns the problem that an exception becomes where a route throws it: the same code for the
   * same failure, wherever an answer tells of it.
   */
  public static HttpProblem of(Throwable error) {
    return Problems.of(error);
  }

  /** Returns a 400 with a detail that says what was wrong and what would be right. */
  public static HttpProblem badRequest(String detail) {
    return of(400, "Bad Request", detail);
  }

  /** Returns a 404. */
  public static HttpProblem notFound(String detail) {
    return of(404, "Not Found", detail);
  }

  /** Returns a 503 of a pattern that takes no more since it stops; the client may try again. */
  public static HttpProblem stopping(String detail) {
    return Problems.unavailable("stopping", detail).header("Retry-After", "1");
  }

  /** Returns the same problem with another code. */
  public HttpProblem code(String code) {
    return new HttpProblem(status, title, code, detail(), headers, members);
  }

  /** Returns the same problem with one more response header. */
  public HttpProblem header(String name, String value) {
    return new HttpProblem(status, title, code, detail(), plus(headers, name, value), members);
  }

  /** Returns the same problem with one more member, which RFC 9457 calls an extension. */
  public HttpProblem member(String name, String value) {
    return new HttpProblem(status, title, code, detail(), headers, plus(members, name, value));
  }

  private static Map<String, String> plus(Map<String, String> map, String name, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(name, value);
    return more;
  }

  /** Returns what is told of this very request. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Returns the status of the response. */
  public int status() {
    return status;
  }

  /** Returns what tells this kind of problem from others. */
  public String code() {
    return code;
  }

  /** Returns the response as it goes to the client. */
  Response toResponse() {
    JsonObjectBuilder json = JsonObject.builder().put("title", title).put("status", status);
    json.put("code", code).put("detail", detail());
    members.forEach(json::put);
    Response response = Response.of(status, "application/problem+json", json.build().toBytes());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.header(header.getKey(), header.getValue());
    }
    return response;
  }
}
