package io.patternsdk.lifecycle;

/** The metrics as text, in the forms that Prometheus reads. Thread-safe. */
@FunctionalInterface
public interface MetricsText {

  /**
   * Returns all metrics as they are now.
   *
   * @param accept what the reader accepts, as in the HTTP header of this name; empty for the plain
   *     text form
   */
  Page read(String accept);

  /**
   * A text and what it is.
   *
   * @param contentType its media type, with the version of the form
   * @param text the metrics
   */
  record Page(String contentType, String text) {}
}
