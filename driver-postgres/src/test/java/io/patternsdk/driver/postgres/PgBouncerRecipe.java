package io.patternsdk.driver.postgres;

import io.patternsdk.testkit.server.PostgresServer;
import io.patternsdk.testkit.server.ServerRecipe;
import io.patternsdk.testkit.server.ServerSite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * How a pgbouncer is started before a server.
 *
 * @param mode when it gives a server connection to somebody else
 */
record PgBouncerRecipe(PostgresServer server, String mode) implements ServerRecipe {
  @Override
  public String name() {
    return "pgbouncer";
  }

  @Override
  public String program() {
    return "pgbouncer";
  }

  @Override
  public Optional<String> user() {
    return Optional.of("postgres");
  }

  @Override
  public String scheme() {
    return "postgresql";
  }

  @Override
  public String stopSignal() {
    return "INT";
  }

  @Override
  public void prepare(ServerSite site) throws IOException {
    Files.write(
        site.file("pgbouncer.ini"),
        List.of(
            "[databases]",
            "* = host=127.0.0.1 port=" + server.port() + " user=postgres",
            "[pgbouncer]",
            "listen_addr = " + site.bind(),
            "listen_port = " + site.port(),
            "unix_socket_dir =",
            "auth_type = any",
            "default_pool_size = 50",
            "pool_mode = " + mode));
  }

  @Override
  public List<String> arguments(ServerSite site) {
    return List.of(site.file("pgbouncer.ini").toString());
  }

  @Override
  public void probe(ServerSite site) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), site.port()).close();
  }
}
