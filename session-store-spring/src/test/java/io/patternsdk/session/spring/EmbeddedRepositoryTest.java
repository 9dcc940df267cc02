package io.patternsdk.session.spring;

class EmbeddedRepositoryTest extends RepositoryBehaviour {
  @Override
  String driver() {
    return "embedded";
  }
}
