package io.patternsdk.multicast;

class RedisClusterAndNatsRegistryTest extends RegistryBehaviour {
  @Override
  Backends backends() {
    return Backends.redisClusterAndNats();
  }
}
