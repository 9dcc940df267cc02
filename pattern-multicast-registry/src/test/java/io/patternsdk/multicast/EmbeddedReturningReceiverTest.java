package io.patternsdk.multicast;

class EmbeddedReturningReceiverTest extends ReturningReceiverBehaviour {
  @Override
  Backends backends() {
    return Backends.embedded();
  }
}
