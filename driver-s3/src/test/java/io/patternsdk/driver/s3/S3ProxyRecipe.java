package io.patternsdk.driver.s3;

import io.patternsdk.testkit.server.Breakable;
import io.patternsdk.testkit.server.ServerRecipe;
import io.patternsdk.testkit.server.ServerSite;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * S3Proxy in a JVM of its own; it compares credentials and conditions.
 *
 * @param durable whether it keeps blobs in a directory, whose names are short, or in memory
 */
record S3ProxyRecipe(boolean durable) implements ServerRecipe {
  static final String BUCKET = "blobs";
  static final String ACCESS_KEY = "a-key-id";
  static final String SECRET_KEY = "a-secret-key";

  /** The settings by which a driver finds it. */
  static Map<String, Object> settings(String host, int port) {
    return Map.of(
        "bucket",
        BUCKET,
        "endpoint",
        "http://" + host + ":" + port,
        "access_key_id",
        ACCESS_KEY,
        "secret_access_key",
        SECRET_KEY,
        "key_encoding",
        "escaped", // a key is a path there
        "part_size",
        "5MiB");
  }

  static Map<String, Object> settings(Breakable server) {
    return settings(server.host(), server.port());
  }

  @Override
  public String name() {
    return "S3Proxy";
  }

  @Override
  public String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Override
  public List<String> arguments(ServerSite site) {
    List<String> memory =
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            S3ProxyServer.class.getName(),
            Integer.toString(site.port()));
    return durable
        ? Stream.concat(memory.stream(), Stream.of(site.file("store").toString())).toList()
        : memory;
  }

  @Override
  public void prepare(ServerSite site) throws IOException {
    Files.createDirectories(site.file("store").resolve(BUCKET));
  }

  @Override
  public Duration readyWithin() {
    return Duration.ofMinutes(2); // loads some thousand classes
  }

  @Override
  public void probe(ServerSite site) throws IOException {
    URI root = URI.create("http://127.0.0.1:" + site.port() + "/");
    HttpURLConnection connection = (HttpURLConnection) root.toURL().openConnection();
    try {
      if (connection.getResponseCode() >= 500) {
        throw new IOException("answers " + connection.getResponseCode());
      }
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public String scheme() {
    return "http";
  }
}
