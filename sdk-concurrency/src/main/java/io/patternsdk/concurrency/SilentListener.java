package io.patternsdk.concurrency;

/** Ignores everything. */
enum SilentListener implements GuardListener {
  INSTANCE
}
