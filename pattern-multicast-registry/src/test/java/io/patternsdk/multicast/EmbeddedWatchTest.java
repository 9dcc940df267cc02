package io.patternsdk.multicast;

class EmbeddedWatchTest extends WatchBehaviour {
  @Override
  Backends backends() {
    return Backends.embedded();
  }
}
