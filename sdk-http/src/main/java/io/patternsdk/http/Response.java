package io.patternsdk.http;

import io.patternsdk.core.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer: a body of known length, or a stream of events. Immutable. */
public final class Response {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final @Nullable EventSource events;

  private Response(
      int status, Map<String, String> headers, byte[] body, @Nullable EventSource events) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.events = events;
  }

  /** Returns an answer in JSON. */
  public static Response json(int status, JsonValue body) {
    return of(status, "application/json", body.toBytes());
  }

  /** Returns an answer in plain text. */
  public static Response text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns an answer of any media type. */
  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Map.of("Content-Type", contentType), body, null);
  }

  /** Returns the answer that there is nothing to say: 204. */
  public static Response noContent() {
    return new Response(204, Map.of(), new byte[0], null);
  }

  /** Returns a stream of server-sent events, which lasts as long as {@code source} runs. */
  public static Response events(EventSource source) {
    return new Response(
        200,
        Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store"),
        new byte[0],
        source);
  }

  /** Returns this answer with one more header. */
  public Response header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body, events);
  }

  /** Returns the status. */
  public int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  @Nullable EventSource events() {
    return events;
  }
}
