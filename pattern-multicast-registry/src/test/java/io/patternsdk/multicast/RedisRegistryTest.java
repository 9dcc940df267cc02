package io.patternsdk.multicast;

class RedisRegistryTest extends RegistryBehaviour {
  @Override
  Backends backends() {
    return Backends.redis();
  }
}
