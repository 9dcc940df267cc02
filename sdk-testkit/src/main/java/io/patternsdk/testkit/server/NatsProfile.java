package io.patternsdk.testkit.server;

import java.util.ArrayList;
import java.util.List;

/**
 * How a test's NATS is configured. Immutable; each method returns a changed copy.
 *
 * @param options lines of the configuration file
 * @param jetStream whether JetStream is on
 * @param durable whether JetStream syncs to disk before it acknowledges, where the server can
 * @param encrypted whether the port demands TLS
 * @param mutual whether it demands a certificate of the client
 * @param least the oldest version of the server that will do
 */
public record NatsProfile(
    List<String> options,
    boolean jetStream,
    boolean durable,
    boolean encrypted,
    boolean mutual,
    ServerVersion least) {
  /** Copies the lines. */
  public NatsProfile {
    options = List.copyOf(options);
  }

  /** With JetStream, without password. */
  public static NatsProfile plain() {
    return new NatsProfile(List.of(), true, false, false, false, ServerVersion.ANY);
  }

  /**
   * What JetStream acknowledged survives a kill -9 and a restart. A server from 2.10 on also syncs
   * each write to disk; an older one leaves that to the system, which outlives the process.
   */
  public static NatsProfile faults() {
    return new NatsProfile(List.of(), true, true, false, false, ServerVersion.ANY);
  }

  /** Without JetStream: core NATS only. */
  public NatsProfile coreOnly() {
    return new NatsProfile(options, false, false, encrypted, mutual, least);
  }

  /**
   * On a server of this version or newer: the first one found that is, so that a machine with an
   * old one as well can test against both.
   */
  public NatsProfile atLeast(int major, int minor) {
    return new NatsProfile(
        options, jetStream, durable, encrypted, mutual, new ServerVersion(major, minor));
  }

  /** Demands this user and password. */
  public NatsProfile user(String name, String password) {
    return option("authorization { user: \"%s\", password: \"%s\" }".formatted(name, password));
  }

  /** Demands this token. */
  public NatsProfile token(String token) {
    return option("authorization { token: \"%s\" }".formatted(token));
  }

  /** With a certificate made for this server: see {@link NatsServer#certificate()}. */
  public NatsProfile tls() {
    return new NatsProfile(options, jetStream, durable, true, mutual, least);
  }

  /**
   * With TLS, for clients that show a certificate which the server's own has signed; it has signed
   * itself.
   */
  public NatsProfile mutualTls() {
    return new NatsProfile(options, jetStream, durable, true, true, least);
  }

  /** The largest message in bytes that the server takes. */
  public NatsProfile maxPayload(int bytes) {
    return option("max_payload: " + bytes);
  }

  /** With one more line of the configuration file. */
  public NatsProfile option(String line) {
    List<String> more = new ArrayList<>(options);
    more.add(line);
    return new NatsProfile(more, jetStream, durable, encrypted, mutual, least);
  }
}
