package io.patternsdk.testkit.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a test's PostgreSQL is configured. Immutable; each method returns a changed copy.
 *
 * @param options settings of the server as {@code name=value}
 * @param password what the superuser {@code postgres} has to give; null to trust everybody
 * @param access who is let in, for whom and how
 * @param least the oldest version of the server that will do
 */
public record PostgresProfile(
    List<String> options, @Nullable String password, Access access, ServerVersion least) {
  /** The superuser of every test server; its database has the same name. */
  public static final String USER = "postgres";

  /** How a connection has to be made. */
  public enum Access {
    /** Without TLS. */
    PLAIN,
    /** With TLS only. */
    ENCRYPTED,
    /** With TLS, and with a certificate that the server's own has signed; it has signed itself. */
    CERTIFIED
  }

  /** Copies the settings. */
  public PostgresProfile {
    options = List.copyOf(options);
  }

  /**
   * Without a password, and quick: nothing is synced to disk, so what was acknowledged survives the
   * end of the server but not that of the machine.
   */
  public static PostgresProfile plain() {
    return faults().option("fsync", "off").option("full_page_writes", "off");
  }

  /** Without a password; what was acknowledged is on disk, as the server has it by default. */
  public static PostgresProfile faults() {
    return new PostgresProfile(List.of(), null, Access.PLAIN, ServerVersion.ANY);
  }

  /**
   * On a server of this version or newer: the first one found that is, so that a machine with an
   * old one as well can test against both.
   */
  public PostgresProfile atLeast(int major) {
    return new PostgresProfile(options, password, access, new ServerVersion(major, 0));
  }

  /** With the superuser's password. */
  public PostgresProfile password(String secret) {
    return new PostgresProfile(options, secret, access, least);
  }

  /** With a certificate made for this server: see {@link PostgresServer#certificate()}. */
  public PostgresProfile tls() {
    return new PostgresProfile(options, password, Access.ENCRYPTED, least);
  }

  /** With TLS, for clients that show a certificate of the same kind. */
  public PostgresProfile mutualTls() {
    return new PostgresProfile(options, password, Access.CERTIFIED, least);
  }

  /** With so many connections at most, three of them for superusers. */
  public PostgresProfile maxConnections(int connections) {
    return option("max_connections", Integer.toString(connections));
  }

  /** With one more setting of the server; a later one of the same name wins. */
  public PostgresProfile option(String name, String value) {
    List<String> more = new ArrayList<>(options);
    more.add(name + "=" + value);
    return new PostgresProfile(more, password, access, least);
  }
}
