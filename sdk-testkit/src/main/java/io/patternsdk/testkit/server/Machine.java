package io.patternsdk.testkit.server;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is to run a server on. */
interface Machine {
  /** The one that runs this test. */
  Machine THIS = new Here();

  /** The value of an environment variable; null if it is not set. */
  @Nullable String variable(String name);

  /** Where programs are looked for, in this order. */
  List<Path> directories();

  /** Starts a program. */
  Backing local(ServerRecipe recipe, Path program);

  /** Why no containers can be used; empty if they can. */
  Optional<String> noContainers();

  /** Starts a container. */
  Backing container(ServerRecipe recipe);

  /** PATH, the usual places and where script/setup keeps newer programs. */
  final class Here implements Machine {
    private static final List<String> USUAL_PLACES =
        List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin");

    private Here() {}

    @Override
    public @Nullable String variable(String name) {
      return System.getenv(name);
    }

    @Override
    public List<Path> directories() {
      String path = System.getenv().getOrDefault("PATH", "");
      Stream<Path> known =
          Stream.concat(Stream.of(path.split(File.pathSeparator)), USUAL_PLACES.stream())
              .filter(directory -> !directory.isBlank())
              .map(Path::of);
      return Stream.concat(known, Stream.of(cache().resolve("bin"))).toList();
    }

    /** Where script/setup keeps programs that it does not install for the whole machine. */
    static Path cache() {
      String caches = System.getenv("XDG_CACHE_HOME");
      return caches != null && !caches.isBlank()
          ? Path.of(caches, "patternsdk")
          : Path.of(System.getProperty("user.home"), ".cache", "patternsdk");
    }

    @Override
    public Backing local(ServerRecipe recipe, Path program) {
      return LocalServer.start(recipe, program);
    }

    @Override
    public Optional<String> noContainers() {
      return Containers.unavailable();
    }

    @Override
    public Backing container(ServerRecipe recipe) {
      return ContainerServer.start(recipe);
    }
  }
}
