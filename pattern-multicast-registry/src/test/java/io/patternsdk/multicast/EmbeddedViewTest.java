package io.patternsdk.multicast;

class EmbeddedViewTest extends ViewBehaviour {
  @Override
  Backends backends() {
    return Backends.embedded();
  }
}
