package io.patternsdk.multicast;

class PostgresViewTest extends ViewBehaviour {
  @Override
  Backends backends() {
    return Backends.postgres();
  }
}
