package io.patternsdk.observability;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts a span round each request from outside, continuing the caller's trace where the request
 * bears one (W3C Trace Context). Thread-safe.
 */
public interface RequestTracing {

  /**
   * Begins the span of a request and makes it current on this thread until it is closed, which the
   * same thread does.
   *
   * @param method the method, such as {@code GET}
   * @param route the route with its variables unfilled, such as {@code /identities/{id}}
   * @param header the request's header of a name in lower case, null if it has none
   */
  Span begin(String method, String route, Function<String, @Nullable String> header);

  /** The span of one request. */
  interface Span extends AutoCloseable {
    /** Returns the id of its trace, in hexadecimal; empty if there is none. */
    default String traceId() {
      return "";
    }

    /** Notes the status of the response; 500 and above mark the span as failed. */
    void status(int status);

    /** Ends the span. */
    @Override
    void close();
  }

  /** Returns one that does nothing. */
  static RequestTracing none() {
    return NoTracing.INSTANCE;
  }
}
