package io.patternsdk.security.audit;

/** Whether somebody was let do what he asked for. */
public enum Decision {
  /** He was. */
  ALLOWED,
  /** He was known, and may not. */
  FORBIDDEN,
  /** He was not known: he showed nothing that says who he is, or nothing that is accepted. */
  UNAUTHENTICATED,
  /** It could not be found out, so he was not. */
  UNDECIDED
}
