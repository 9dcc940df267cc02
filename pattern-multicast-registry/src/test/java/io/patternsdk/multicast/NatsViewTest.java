package io.patternsdk.multicast;

class NatsViewTest extends ViewBehaviour {
  @Override
  Backends backends() {
    return Backends.nats();
  }
}
