package io.patternsdk.core;

/** What a failed operation may have done to the backend. */
public enum Effect {
  /** Certainly nothing: repeating it is safe. */
  NONE,
  /** It may or may not have been applied: only what is idempotent may be repeated. */
  UNKNOWN
}
