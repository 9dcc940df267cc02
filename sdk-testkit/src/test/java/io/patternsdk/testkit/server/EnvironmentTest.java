package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  /** Says where the shared server is. */
  static final class Teller {
    public static void main(String[] arguments) {
      System.out.println(RedisServer.shared().uri());
    }
  }

  @Test
  void theSharedServerIsTheOneThatTheEnvironmentNames() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      ProcessBuilder jvm =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Teller.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      jvm.environment().put(RedisServer.ADDRESS_VARIABLE, redis.uri());
      try (BufferedReader lines = jvm.start().inputReader()) {
        assertThat(lines.readLine()).isEqualTo(redis.uri());
      }
    }
  }
}
