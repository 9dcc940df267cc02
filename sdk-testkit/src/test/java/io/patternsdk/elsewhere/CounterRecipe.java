package io.patternsdk.elsewhere;

import io.patternsdk.testkit.server.ServerRecipe;
import io.patternsdk.testkit.server.ServerSite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** How a {@link CounterServer} is started. */
final class CounterRecipe implements ServerRecipe {
  @Override
  public String name() {
    return "Counter";
  }

  @Override
  public String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Override
  public List<String> arguments(ServerSite site) {
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        CounterServer.class.getName(),
        Integer.toString(site.port()),
        site.file("added").toString());
  }

  @Override
  public void probe(ServerSite site) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), site.port()).close();
  }

  @Override
  public String scheme() {
    return "counter";
  }
}
