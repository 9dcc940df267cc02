package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersEndWithTheJvmTest {
  /** Starts a server, says on which port, and waits to be killed. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      System.out.println(RedisServer.start().port());
      System.in.read();
    }
  }

  @TempDir private Path files;

  @Test
  void aServerGoesWhenItsJvmIsEnded() throws IOException {
    assertGoneAfter(Process::destroy);
  }

  @Test
  void aServerGoesWhenItsJvmIsKilled() throws IOException {
    // Without setpriv nothing of the JVM is left to end the server.
    boolean byTheKernel = Files.isExecutable(Path.of("/usr/bin/setpriv"));
    assertGoneAfter(byTheKernel ? Process::destroyForcibly : Process::destroy);
  }

  private void assertGoneAfter(Consumer<Process> end) throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + files,
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = jvm.inputReader()) {
      int port = Integer.parseInt(lines.readLine());
      RedisText.connect(port).close();

      end.accept(jvm);

      Eventually.within(Duration.ofMinutes(1))
          .check(
              () ->
                  assertThatThrownBy(() -> RedisText.connect(port))
                      .isInstanceOf(ConnectException.class));
    }
  }
}
