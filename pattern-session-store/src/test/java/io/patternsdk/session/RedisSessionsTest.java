package io.patternsdk.session;

class RedisSessionsTest extends ParallelBehaviour {
  @Override
  String driver() {
    return "redis";
  }
}
