package io.patternsdk.testkit.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a NATS server is started and recognised as ready.
 *
 * @param profile how it is configured
 * @param member whether it is one of a cluster, and so not healthy before the others are there
 */
record NatsRecipe(NatsProfile profile, boolean member) implements ServerRecipe {
  private static final ServerVersion SYNCS_SINCE = new ServerVersion(2, 10);

  /** A server by itself. */
  NatsRecipe(NatsProfile profile) {
    this(profile, false);
  }

  @Override
  public String name() {
    return "NATS";
  }

  @Override
  public String program() {
    return "nats-server";
  }

  @Override
  public Optional<String> image() {
    return Optional.of("nats:2.12");
  }

  @Override
  public ServerVersion least() {
    return profile.least();
  }

  @Override
  public int ports() {
    return 2;
  }

  @Override
  public String scheme() {
    return profile.encrypted() ? "tls" : "nats";
  }

  @Override
  public String remedy() {
    return "run script/setup, or install the package " + program();
  }

  @Override
  public void prepare(ServerSite site) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("listen: \"%s:%d\"".formatted(site.bind(), site.port()));
    lines.add("http: \"%s:%d\"".formatted(site.bind(), site.port(1)));
    if (profile.jetStream()) {
      lines.add(
          "jetstream { store_dir: \"%s\"%s }"
              .formatted(site.file("jetstream"), syncs(site) ? ", sync_interval: always" : ""));
    }
    if (profile.encrypted()) {
      TestCertificate made = TestCertificate.create(site.directory());
      lines.add("tls { cert_file: \"%s\"".formatted(made.certificate()));
      lines.add("key_file: \"%s\"".formatted(made.key()));
      lines.add(
          "timeout: 30"); // for a handshake, two seconds unless said: a busy machine needs more
      if (profile.mutual()) {
        lines.add("ca_file: \"%s\"".formatted(made.certificate()));
        lines.add("verify: true");
      }
      lines.add("}");
    }
    lines.addAll(profile.options());
    Files.write(site.file("nats.conf"), lines);
  }

  @Override
  public List<String> arguments(ServerSite site) {
    return List.of("-c", site.file("nats.conf").toString());
  }

  @Override
  public void probe(ServerSite site) throws IOException {
    try (Socket socket = Probes.connect(site.port(1))) {
      String page = member ? "/varz" : "/healthz";
      byte[] request = ("GET " + page + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(request);
      byte[] answer = socket.getInputStream().readAllBytes();
      String text = new String(answer, StandardCharsets.US_ASCII);
      if (!text.startsWith("HTTP/1.0 200")) {
        throw new IOException("NATS answers " + page + " with " + text);
      }
    }
    Probes.connect(site).close();
  }

  // The option is known from 2.10 on; an older server refuses a file that has it.
  private boolean syncs(ServerSite site) throws IOException {
    return profile.durable()
        && (site.program().isEmpty()
            || ServerVersion.of(site.program().get()).atLeast(SYNCS_SINCE));
  }
}
