package io.patternsdk.lifecycle.logging;

/**
 * The ids of a span in lower-case hexadecimal.
 *
 * @param trace 32 digits; empty where there is no span
 * @param span 16 digits; empty where there is no span
 */
public record TraceIds(String trace, String span) {
  /** No span. */
  public static final TraceIds NONE = new TraceIds("", "");
}
