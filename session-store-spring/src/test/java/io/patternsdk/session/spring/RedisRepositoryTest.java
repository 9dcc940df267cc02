package io.patternsdk.session.spring;

class RedisRepositoryTest extends RepositoryBehaviour {
  @Override
  String driver() {
    return "redis";
  }
}
