package io.patternsdk.app.session;

import io.patternsdk.http.HttpFront;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.session.SessionStoreProvider;

/** Runs the session store. */
public final class Main {
  private Main() {}

  /** Runs it with the options of the command line, and ends the process. */
  public static void main(String[] args) {
    Runner.main(
        Runner.of(new SessionStoreProvider()).service(HttpFront.routes(SessionRoutes::of)), args);
  }
}
