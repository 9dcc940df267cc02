package io.patternsdk.testkit.server;

import java.util.Optional;

/** Whether containers can be used; loads nothing of Testcontainers unless it is there. */
final class Containers {
  private Containers() {}

  /** Why not, or empty if they can. */
  static Optional<String> unavailable() {
    try {
      Class.forName("org.testcontainers.DockerClientFactory", false, loader());
    } catch (ClassNotFoundException e) {
      return Optional.of("Testcontainers is not on the class path");
    }
    return ContainerServer.dockerAnswers()
        ? Optional.empty()
        : Optional.of("no Docker engine answers");
  }

  private static ClassLoader loader() {
    return Containers.class.getClassLoader();
  }
}
