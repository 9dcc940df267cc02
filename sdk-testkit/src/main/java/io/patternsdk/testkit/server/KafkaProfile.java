package io.patternsdk.testkit.server;

import java.util.ArrayList;
import java.util.List;

/**
 * How a test's Kafka is configured. Immutable; each method returns a changed copy.
 *
 * @param options lines of the settings file
 * @param encrypted whether the port of clients demands TLS
 * @param login whether it demands a login, as {@link #USER}
 */
public record KafkaProfile(List<String> options, boolean encrypted, boolean login) {
  /** Who may log in where a login is demanded. */
  public static final String USER = "alice";

  /** The password of {@link #USER}, for PLAIN and SCRAM. */
  public static final String PASSWORD = "let me in";

  /** Copies the lines. */
  public KafkaProfile {
    options = List.copyOf(options);
  }

  /** Without TLS and login; groups notice within a second who comes, leaves and dies. */
  public static KafkaProfile plain() {
    return new KafkaProfile(List.of(), false, false);
  }

  /** With a certificate made for this server: see {@link KafkaServer#certificate()}. */
  public KafkaProfile tls() {
    return new KafkaProfile(options, true, login);
  }

  /**
   * Demands a login by PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512 with the password, or by OAUTHBEARER
   * with an unsigned token of the user.
   */
  public KafkaProfile sasl() {
    return new KafkaProfile(options, encrypted, true);
  }

  /** With one more line of the settings file. */
  public KafkaProfile option(String line) {
    List<String> more = new ArrayList<>(options);
    more.add(line);
    return new KafkaProfile(more, encrypted, login);
  }
}
