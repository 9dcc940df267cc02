package io.patternsdk.lifecycle.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.PemFile;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The server of health, readiness and the pattern's routes.
 *
 * @param host the address to bind to
 * @param port the port to bind to, 0 for any that is free
 * @param tls certificate and key; without them the server speaks plain HTTP
 * @param token the bearer token that every request must bear, read again on each use
 * @param auth whose tokens requests must bear instead, and what their bearers may do
 * @param audit what of requests is recorded, and where; nothing without it
 * @param insecure whether a bind beyond this machine may do without TLS and token
 * @param maxBody the largest body of a request, in bytes
 * @param maxHeaders the largest head of a request, in bytes
 * @param maxConnections how many connections there may be at once
 * @param idleTimeout how long a connection may have no request
 * @param readTimeout how long a request may take to arrive, its head and then its body
 * @param requestTimeout the deadline of what a route does for one request
 * @param probes where others may ask for health, readiness and metrics without TLS and token
 */
public record HttpConfig(
    String host,
    int port,
    Optional<Tls> tls,
    Optional<Secret> token,
    Optional<AuthConfig> auth,
    Optional<AuditConfig> audit,
    boolean insecure,
    long maxBody,
    int maxHeaders,
    int maxConnections,
    Duration idleTimeout,
    Duration readTimeout,
    Duration requestTimeout,
    Optional<Probes> probes) {

  /**
   * Files of a server that speaks TLS, both in PEM form.
   *
   * @param certificate the certificate, followed by those that lead to its authority
   * @param key the private key, in PKCS#8 form
   */
  public record Tls(Path certificate, Path key) {}

  /**
   * Where probes are answered.
   *
   * @param host the address to bind to
   * @param port the port to bind to, 0 for any that is free
   */
  public record Probes(String host, int port) {}

  static HttpConfig from(Settings s) {
    return new HttpConfig(
        Addresses.host(s),
        Addresses.port(s, 8080),
        tls(s.section("tls")),
        s.secret("token").check(token -> !token.reveal().isBlank(), "not empty").optional(),
        auth(s),
        AuditConfig.from(s.section("audit")),
        s.bool("insecure").orElse(false),
        s.size("max_body").range(0L, 1L << 30).orElse(1_000_000L),
        s.size("max_headers").range(1L << 10, 1L << 20).orElse(16L << 10).intValue(),
        s.integer("max_connections").range(1, 1_000_000).orElse(1_000),
        s.duration("idle_timeout").range(ofMillis(100), ofHours(24)).orElse(ofSeconds(60)),
        s.duration("read_timeout").range(ofMillis(100), ofHours(24)).orElse(ofSeconds(30)),
        s.duration("request_timeout").range(ofMillis(100), ofHours(24)).orElse(ofSeconds(30)),
        probes(s.section("probes")));
  }

  private static Optional<AuthConfig> auth(Settings s) {
    Optional<AuthConfig> auth = AuthConfig.from(s.section("auth"));
    if (auth.isPresent() && s.has("token")) {
      s.problem("token", "is set, and so is auth", "set one of the two");
    }
    return auth;
  }

  private static Optional<Probes> probes(Settings s) {
    Probes probes = new Probes(Addresses.host(s), Addresses.port(s, 8081));
    return s.present() ? Optional.of(probes) : Optional.empty();
  }

  /** Whether a bind beyond this machine is guarded. */
  boolean secured() {
    return tls.isPresent() && (token.isPresent() || auth.isPresent());
  }

  private static Optional<Tls> tls(Settings s) {
    if (!s.present()) {
      return Optional.empty();
    }
    Tls tls = new Tls(s.certificates("certificate").required(), s.privateKey("key").required());
    if (!PemFile.belong(tls.certificate(), tls.key())) {
      s.problem("key", "is not that of certificate", "set the two that were made together");
    }
    return Optional.of(tls);
  }
}
