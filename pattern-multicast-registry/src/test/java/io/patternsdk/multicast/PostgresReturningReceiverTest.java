package io.patternsdk.multicast;

class PostgresReturningReceiverTest extends ReturningReceiverBehaviour {
  @Override
  Backends backends() {
    return Backends.postgres();
  }
}
