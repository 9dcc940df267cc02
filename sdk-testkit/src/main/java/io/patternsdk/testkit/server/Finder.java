package io.patternsdk.testkit.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Finds what a test server can run on: the order of the package's description. */
final class Finder {
  private Finder() {}

  /** The server that {@code variable} names, else a private one. */
  static Backing shared(Recipe recipe, String variable) {
    String address = System.getenv(variable);
    return address == null || address.isBlank() ? start(recipe) : given(variable, address);
  }

  /** A private server of this machine or in a container. */
  static Backing start(Recipe recipe) {
    Optional<Path> program = Programs.find(recipe.program(), recipe.programVariable());
    if (program.isPresent()) {
      return LocalServer.start(recipe, program.get());
    }
    if (Containers.unavailable().isEmpty()) {
      return ContainerServer.start(recipe);
    }
    throw new IllegalStateException(
        """
        no %s for the tests: no program %s on PATH or in /usr/sbin or /usr/bin, %s is not set, \
        and no container because %s. Run script/setup, or install the package %s\
        """
            .formatted(
                recipe.name(),
                recipe.program(),
                recipe.programVariable(),
                Containers.unavailable().orElseThrow(),
                recipe.program()));
  }

  private static Backing given(String variable, String address) {
    URI uri = URI.create(address);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalStateException(
          variable + "=" + address + " is not of the form scheme://host:port");
    }
    return new GivenServer(variable, address, uri.getHost(), uri.getPort());
  }
}
