package io.patternsdk.testkit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A machine that has what a test gives it and says what was started on it. */
final class FakeMachine implements Machine {
  /** What it starts: nothing but a place. */
  private static final Backing STARTED = new GivenServer("X", "x://started:1", "started", 1);

  final Map<String, String> variables = new HashMap<>();
  final List<Path> directories = new ArrayList<>();
  final List<String> started = new ArrayList<>();
  private Optional<String> noContainers = Optional.of("no Docker engine answers");

  /** Puts a program into a directory that says it is of this version. */
  Path program(Path directory, String name, String version) throws IOException {
    Files.createDirectories(directory);
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/sh\necho " + name + " v" + version + "\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
    return program;
  }

  void dockerAnswers() {
    noContainers = Optional.empty();
  }

  @Override
  public @Nullable String variable(String name) {
    return variables.get(name);
  }

  @Override
  public List<Path> directories() {
    return directories;
  }

  @Override
  public Backing local(ServerRecipe recipe, Path program) {
    started.add(program.toString());
    return STARTED;
  }

  @Override
  public Optional<String> noContainers() {
    return noContainers;
  }

  @Override
  public Backing container(ServerRecipe recipe) {
    started.add(recipe.image().orElseThrow());
    return STARTED;
  }
}
