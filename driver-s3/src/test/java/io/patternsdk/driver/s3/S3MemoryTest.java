package io.patternsdk.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.server.RecipeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A blob of more bytes than the process that stores and reads it may have in memory. The system
 * property {@code patternsdk.blob} says how many MiB it has.
 */
class S3MemoryTest {
  private static final long MEBIBYTES = Long.getLong("patternsdk.blob", 96);

  @RegisterExtension static final RecipeServer SERVER = RecipeServer.start(new S3ProxyRecipe(true));

  @TempDir private Path directory;

  @Test
  void aBlobThatDoesNotFitIntoMemoryIsStoredAndRead() throws Exception {
    Path log = directory.resolve("log");
    Process transfer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx63m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                S3Transfer.class.getName(),
                SERVER.host(),
                Integer.toString(SERVER.port()),
                Long.toString(MEBIBYTES << 20))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      int exit = transfer.waitFor();
      assertThat(exit).as(Files.readString(log)).isZero();
    } finally {
      transfer.destroyForcibly();
    }
    System.out.println(MEBIBYTES + " MiB: " + Files.readString(log));
  }
}
