package io.patternsdk.multicast;

class RedisAndNatsRegistryTest extends RegistryBehaviour {
  @Override
  Backends backends() {
    return Backends.redisAndNats();
  }
}
