package io.patternsdk.testkit.proxy;

/** The way that bytes take through a proxy. */
public enum Direction {
  /** From the client to the server: requests. */
  TO_SERVER,
  /** From the server to the client: answers. */
  TO_CLIENT
}
