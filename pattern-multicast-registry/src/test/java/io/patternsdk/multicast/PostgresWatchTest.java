package io.patternsdk.multicast;

class PostgresWatchTest extends WatchBehaviour {
  @Override
  Backends backends() {
    return Backends.postgres();
  }
}
