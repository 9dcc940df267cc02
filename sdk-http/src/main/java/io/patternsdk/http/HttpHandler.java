package io.patternsdk.http;

/** Answers the requests of one route; called on a virtual thread of the request's own. */
@FunctionalInterface
public interface HttpHandler {

  /**
   * Answers a request. What it throws becomes a problem: see {@link Problems}.
   *
   * @throws Exception if the request cannot be answered
   */
  Response handle(Request request) throws Exception;
}
