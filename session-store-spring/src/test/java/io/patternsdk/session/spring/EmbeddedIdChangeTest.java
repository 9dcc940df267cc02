package io.patternsdk.session.spring;

class EmbeddedIdChangeTest extends IdChangeBehaviour {
  @Override
  String driver() {
    return "embedded";
  }
}
