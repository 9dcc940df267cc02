package io.patternsdk.lifecycle;

/** How far the life of a running pattern has come. */
public enum Phase {
  /** Backends are being opened, the pattern is being started. */
  STARTING,
  /** It works. */
  RUNNING,
  /** It finishes what it has accepted. */
  STOPPING,
  /** It has ended. */
  STOPPED
}
