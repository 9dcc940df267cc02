package io.patternsdk.examples.spring;

import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that serves the shop. */
final class Instance implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

  private final Process process;
  private final Path log;

  Instance(Path log, String redis) throws IOException {
    this.log = log;
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ShopApplication.class.getName(),
            "--server.port=0",
            "--server.address=127.0.0.1");
    builder.environment().put("SHOP_PASSWORD", PASSWORD);
    builder.environment().put("SESSION_SECRET", "a secret of more than 32 characters");
    builder.environment().put("REDIS", redis);
    this.process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Waits until it serves, and returns where. */
  URI uri() {
    return Eventually.within(Duration.ofMinutes(4))
        .value(
            () -> {
              String said = Files.readString(log);
              Matcher started = STARTED.matcher(said);
              if (!started.find()) {
                throw new IllegalStateException("it has not started; it said\n" + said);
              }
              return URI.create("http://127.0.0.1:" + started.group(1));
            });
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
