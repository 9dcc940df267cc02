package io.patternsdk.multicast;

class PostgresRegistryTest extends RegistryBehaviour {
  @Override
  Backends backends() {
    return Backends.postgres();
  }
}
