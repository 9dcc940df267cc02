package io.patternsdk.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what a test server can run on: the order of the package's description. */
record Finder(Machine machine) {
  static final Finder HERE = new Finder(Machine.THIS);

  /** The server that {@code variable} names, else a private one. */
  Backing shared(ServerRecipe recipe, String variable) {
    String address = set(variable);
    return address == null ? start(recipe) : given(variable, address);
  }

  /** A private server, as a program or in a container. */
  Backing start(ServerRecipe recipe) {
    return find(recipe).orElseThrow(() -> nothing(recipe));
  }

  /** A private server; empty if there is nothing to run it on. */
  Optional<Backing> find(ServerRecipe recipe) {
    for (Path program : programs(recipe)) {
      if (recipe.least().equals(ServerVersion.ANY) || versionOf(program).atLeast(recipe.least())) {
        return Optional.of(machine.local(recipe, program));
      }
    }
    return noContainer(recipe).isEmpty()
        ? Optional.of(machine.container(recipe))
        : Optional.empty();
  }

  /** The program that the recipe's variable names and no other, else those that are found. */
  private List<Path> programs(ServerRecipe recipe) {
    String named = set(recipe.programVariable());
    if (named != null) {
      if (!Files.isExecutable(Path.of(named))) {
        throw new IllegalStateException(
            recipe.programVariable() + "=" + named + " is not an executable file");
      }
      return List.of(Path.of(named));
    }
    return Stream.concat(machine.directories().stream(), recipe.directories().stream())
        .map(directory -> directory.resolve(recipe.program()))
        .filter(Files::isExecutable)
        .distinct()
        .toList();
  }

  private @Nullable String set(String variable) {
    String value = machine.variable(variable);
    return value == null || value.isBlank() ? null : value;
  }

  private IllegalStateException nothing(ServerRecipe recipe) {
    List<Path> programs = programs(recipe);
    return new IllegalStateException(
        "no "
            + recipe.name()
            + " for the tests: "
            + (programs.isEmpty() ? "no program " + recipe.program() : tooOld(recipe, programs))
            + " on PATH or in the usual places, nor named by "
            + recipe.programVariable()
            + ", and no container because "
            + noContainer(recipe).orElseThrow()
            + "; "
            + recipe.remedy());
  }

  private Optional<String> noContainer(ServerRecipe recipe) {
    return recipe.image().isEmpty()
        ? Optional.of("no image is known of it")
        : machine.noContainers();
  }

  private static String tooOld(ServerRecipe recipe, List<Path> programs) {
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

  private static Backing given(String variable, String address) {
    URI uri = URI.create(address);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalStateException(
          variable + "=" + address + " is not of the form scheme://host:port");
    }
    return new GivenServer(variable, address, uri.getHost(), uri.getPort());
  }
}
