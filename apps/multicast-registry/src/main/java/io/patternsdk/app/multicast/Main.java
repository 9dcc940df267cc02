package io.patternsdk.app.multicast;

import io.patternsdk.http.HttpFront;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.multicast.MulticastRegistryProvider;

/** Runs the multicast registry. */
public final class Main {
  private Main() {}

  /** Runs it with the options of the command line, and ends the process. */
  public static void main(String[] args) {
    Runner.main(
        Runner.of(new MulticastRegistryProvider()).service(HttpFront.routes(RegistryRoutes::of)),
        args);
  }
}
