package io.patternsdk.http;

/** Feeds a stream of server-sent events. */
@FunctionalInterface
public interface EventSource {

  /**
   * Feeds the stream and returns when there is nothing more to send or the stream is closed; the
   * usual body registers somewhere, calls {@link EventStream#awaitClose} and unregisters.
   *
   * @throws Exception to end the stream; it is logged. Before the first event it becomes a problem
   *     as from any handler
   */
  void run(EventStream stream) throws Exception;
}
