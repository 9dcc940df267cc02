package io.patternsdk.session.spring;

class RedisIdChangeTest extends IdChangeBehaviour {
  @Override
  String driver() {
    return "redis";
  }
}
