package io.patternsdk.driver.clickhouse;

import io.patternsdk.testkit.server.Breakable;
import io.patternsdk.testkit.server.ServerRecipe;
import io.patternsdk.testkit.server.ServerSite;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** ClickHouse's engine behind its HTTP interface, as {@code setup} of this driver makes it. */
record ClickHouseRecipe() implements ServerRecipe {
  static final String PASSWORD = "a-password";

  /** The settings by which a driver finds it. */
  static Map<String, Object> settings(String host, int port) {
    return new HashMap<>(
        Map.of(
            "addresses",
            List.of("http://" + host + ":" + port),
            "password",
            PASSWORD,
            "batch_delay",
            "1ms"));
  }

  static Map<String, Object> settings(Breakable server) {
    return settings(server.host(), server.port());
  }

  @Override
  public String name() {
    return "ClickHouse";
  }

  @Override
  public String program() {
    return "clickhouse-engine";
  }

  @Override
  public List<Path> directories() {
    String cache =
        Objects.requireNonNullElse(
            System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache");
    return List.of(Path.of(cache, "patternsdk", "clickhouse", "bin"));
  }

  @Override
  public List<String> arguments(ServerSite site) {
    return List.of(Integer.toString(site.port()), site.file("store").toString(), PASSWORD);
  }

  @Override
  public Duration readyWithin() {
    return Duration.ofMinutes(2); // maps half a gigabyte
  }

  @Override
  public void probe(ServerSite site) throws IOException {
    URI ping = URI.create("http://127.0.0.1:" + site.port() + "/ping");
    HttpURLConnection connection = (HttpURLConnection) ping.toURL().openConnection();
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
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

  @Override
  public String remedy() {
    return "run script/setup";
  }
}
