package io.patternsdk.multicast;

import java.time.Duration;

class NatsWatchTest extends WatchBehaviour {
  @Override
  Backends backends() {
    return Backends.nats();
  }

  @Override
  Duration shortTtl() {
    return Duration.ofSeconds(1);
  }
}
