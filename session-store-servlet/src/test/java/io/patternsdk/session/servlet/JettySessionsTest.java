package io.patternsdk.session.servlet;

class JettySessionsTest extends HttpSessionBehaviour {
  @Override
  Container.Start container() {
    return Container::jetty;
  }
}
