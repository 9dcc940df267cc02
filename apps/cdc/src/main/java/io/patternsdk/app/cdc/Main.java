package io.patternsdk.app.cdc;

import io.patternsdk.cdc.CdcProvider;
import io.patternsdk.http.HttpFront;
import io.patternsdk.lifecycle.Runner;

/** Runs change data capture. */
public final class Main {
  private Main() {}

  /** Runs it with the options of the command line, and ends the process. */
  public static void main(String[] args) {
    Runner.main(Runner.of(new CdcProvider()).service(HttpFront.routes(CdcRoutes::of)), args);
  }
}
