package io.patternsdk.multicast;

class RedisReturningReceiverTest extends ReturningReceiverBehaviour {
  @Override
  Backends backends() {
    return Backends.redis();
  }
}
