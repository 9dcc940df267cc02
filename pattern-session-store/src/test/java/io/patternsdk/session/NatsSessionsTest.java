package io.patternsdk.session;

class NatsSessionsTest extends ParallelBehaviour {
  @Override
  String driver() {
    return "nats";
  }
}
