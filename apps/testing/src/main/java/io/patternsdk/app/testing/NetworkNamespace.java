package io.patternsdk.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of its own for a script and all that it starts, where every port is free. A test fails
 * with what to do on a machine that permits none.
 *
 * @param directory where the script runs
 */
public record NetworkNamespace(Path directory) {

  /** The command that runs the program; options follow. */
  public static List<String> program() {
    return List.of(Program.script().toString());
  }

  /** Runs a script of bash; returns what it said, its exit code, and what the file log says. */
  public String run(String script, List<String> arguments)
      throws IOException, InterruptedException {
    requireNamespaces();
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "script"));
    command.addAll(arguments);
    return run(command);
  }

  private void requireNamespaces() throws IOException, InterruptedException {
    String answer = run(List.of("bash", "-c", "ip link set lo up && unshare --net echo works"));
    assertThat(answer)
        .as(
            "a network namespace, which takes Linux, unshare of util-linux, ip of iproute2"
                + " (script/setup), and leave to make user namespaces: root has it, others where"
                + " the kernel says so (kernel.unprivileged_userns_clone=1, and"
                + " kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)")
        .contains("works");
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    List<String> apart = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--net"));
    apart.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(apart).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exit = process.waitFor();
    Path log = directory.resolve("log");
    return said + "exit " + exit + "\n" + (Files.exists(log) ? Files.readString(log) : "");
  }
}
