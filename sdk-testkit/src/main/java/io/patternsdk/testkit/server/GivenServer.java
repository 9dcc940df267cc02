package io.patternsdk.testkit.server;

/** A server that an environment variable names: usable, but not ours to break. */
record GivenServer(String variable, String given, String host, int port) implements Backing {
  @Override
  public String address(String scheme) {
    return given;
  }

  @Override
  public TestCertificate certificate() {
    throw notOurs();
  }

  @Override
  public void kill() {
    throw notOurs();
  }

  @Override
  public void restart() {
    throw notOurs();
  }

  @Override
  public void pause() {
    throw notOurs();
  }

  @Override
  public void resume() {
    throw notOurs();
  }

  @Override
  public String logTail() {
    return "(the log is with the server that " + variable + " names)";
  }

  @Override
  public void close() {}

  private UnsupportedOperationException notOurs() {
    return new UnsupportedOperationException(
        variable + " names a server that is not ours to break: start a private one");
  }
}
