package io.patternsdk.session;

class EmbeddedSessionsTest extends ParallelBehaviour {
  @Override
  String driver() {
    return "embedded";
  }
}
