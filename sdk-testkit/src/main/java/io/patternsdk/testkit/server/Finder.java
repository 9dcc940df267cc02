package io.patternsdk.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

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
    List<Path> programs = Programs.find(recipe.program(), recipe.programVariable());
    for (Path program : programs) {
      if (versionOf(program).atLeast(recipe.least())) {
        return LocalServer.start(recipe, program);
      }
    }
    if (Containers.unavailable().isEmpty()) {
      return ContainerServer.start(recipe);
    }
    throw new IllegalStateException(
        "no "
            + recipe.name()
            + " for the tests: "
            + (programs.isEmpty() ? "no program " + recipe.program() : tooOld(recipe, programs))
            + " on PATH or in /usr/sbin or /usr/bin, nor named by "
            + recipe.programVariable()
            + ", and no container because "
            + Containers.unavailable().orElseThrow()
            + ". Run script/setup, or install the package "
            + recipe.program());
  }

  private static String tooOld(Recipe recipe, List<Path> programs) {
    return recipe.program()
        + " "
        + recipe.least()
        + " or newer (only "
        + programs.stream()
            .map(program -> program + " " + versionOf(program))
            .collect(Collectors.joining(", "))
        + ")";
  }

  private static ServerVersion versionOf(Path program) {
    try {
      return ServerVersion.of(program);
    } catch (IOException e) {
      throw new IllegalStateException("cannot ask for the version: " + e.getMessage(), e);
    }
  }

  static Backing given(String variable, String address) {
    URI uri = URI.create(address);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalStateException(
          variable + "=" + address + " is not of the form scheme://host:port");
    }
    return new GivenServer(variable, address, uri.getHost(), uri.getPort());
  }
}
