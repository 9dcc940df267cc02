package io.patternsdk.testkit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user who runs a server.
 *
 * @param name whom to become, with the group of that name; empty to stay who runs the tests
 */
record ServerUser(Optional<String> name) {
  /** Only root can become somebody else, and only to root does a program refuse itself. */
  static ServerUser of(ServerRecipe recipe) {
    boolean root = "root".equals(System.getProperty("user.name"));
    return new ServerUser(root ? recipe.user() : Optional.empty());
  }

  /** The command, run by this user in the same process. */
  List<String> around(List<String> command) {
    Stream<String> before =
        name.stream()
            .flatMap(
                user ->
                    Stream.of(
                        "setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"));
    return Stream.concat(before, command.stream()).toList();
  }

  /** Makes a directory and all that is in it this user's. */
  void own(Path directory) throws IOException {
    if (name.isEmpty()) {
      return;
    }
    UserPrincipal user =
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name.get());
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.setOwner(file, user);
      }
    }
  }
}
