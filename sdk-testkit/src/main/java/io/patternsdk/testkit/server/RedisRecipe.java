package io.patternsdk.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a Redis is started and recognised as ready. */
record RedisRecipe(RedisProfile profile) implements ServerRecipe {
  @Override
  public String name() {
    return "Redis";
  }

  @Override
  public String program() {
    return "redis-server";
  }

  @Override
  public Optional<String> image() {
    return Optional.of("redis:7.2");
  }

  @Override
  public String scheme() {
    return profile.encrypted() ? "rediss" : "redis";
  }

  @Override
  public String remedy() {
    return "run script/setup, or install the package " + program();
  }

  /** A cluster's servers talk to each other on a port of their own. */
  @Override
  public int ports() {
    return profile.inCluster() ? 2 : 1;
  }

  @Override
  public void prepare(ServerSite site) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("bind " + site.bind());
    lines.add("protected-mode no");
    lines.add("dir \"" + site.directory() + "\"");
    lines.add((profile.encrypted() ? "tls-port " : "port ") + site.port());
    if (profile.encrypted()) {
      TestCertificate certificate = TestCertificate.create(site.directory());
      lines.add("port 0");
      lines.add("tls-cert-file \"" + certificate.certificate() + "\"");
      lines.add("tls-key-file \"" + certificate.key() + "\"");
      lines.add("tls-ca-cert-file \"" + certificate.certificate() + "\"");
      lines.add("tls-auth-clients no");
    }
    if (profile.inCluster()) {
      lines.add("cluster-port " + site.port(1));
    }
    lines.addAll(profile.options());
    Files.write(site.file("redis.conf"), lines);
  }

  @Override
  public List<String> arguments(ServerSite site) {
    String configuration = site.file("redis.conf").toString();
    return profile.isSentinel() ? List.of(configuration, "--sentinel") : List.of(configuration);
  }

  @Override
  public void probe(ServerSite site) throws IOException {
    try (Socket socket = Probes.connect(site)) {
      Socket channel = profile.encrypted() ? Probes.encrypt(socket, site) : socket;
      channel.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      channel.getOutputStream().flush();
      String answer =
          new BufferedReader(
                  new InputStreamReader(channel.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      if (!ready(answer)) {
        throw new IOException("Redis answers PING with " + answer);
      }
    }
  }

  // A server that asks for a password has started as well.
  private static boolean ready(@Nullable String answer) {
    return answer != null && (answer.equals("+PONG") || answer.startsWith("-NOAUTH"));
  }
}
