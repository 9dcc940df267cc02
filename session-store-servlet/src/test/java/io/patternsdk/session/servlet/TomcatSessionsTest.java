package io.patternsdk.session.servlet;

class TomcatSessionsTest extends HttpSessionBehaviour {
  @Override
  Container.Start container() {
    return Container::tomcat;
  }
}
