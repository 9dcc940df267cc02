package io.patternsdk.multicast;

class RedisAndNatsReturningReceiverTest extends ReturningReceiverBehaviour {
  @Override
  Backends backends() {
    return Backends.redisAndNats();
  }
}
