package io.patternsdk.core.driver;

import io.patternsdk.core.config.PemFile;
import io.patternsdk.core.config.Settings;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a driver's TLS connection proves who is at either end. Files are PEM.
 *
 * @param ca the certificates to trust; null for those that the JDK trusts
 * @param verify how much of the server's certificate is checked
 * @param certificate the certificates to show the server; null for none
 * @param key the private key of {@code certificate}, PKCS #8 and not encrypted; null for none
 */
public record Tls(
    @Nullable Path ca, Verify verify, @Nullable Path certificate, @Nullable Path key) {

  /** How much of the server's certificate is checked. */
  public enum Verify {
    /** Its issuer and its host name. */
    FULL,
    /** Its issuer only. */
    CA,
    /** Nothing: anybody in between can read and change everything. */
    NONE
  }

  /** Checks that a certificate has its key. */
  public Tls {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("certificate and key come together");
    }
  }

  /** Trusts what the JDK trusts, and checks all of it. */
  public static Tls system() {
    return new Tls(null, Verify.FULL, null, null);
  }

  /** Trusts the certificates in {@code ca}, and checks all of it. */
  public static Tls trusting(Path ca) {
    return new Tls(ca, Verify.FULL, null, null);
  }

  /** Shows a certificate to a server that asks for one. */
  public Tls showing(Path certificate, Path key) {
    return new Tls(ca, verify, certificate, key);
  }

  /**
   * Returns what encrypts connections of clients that take the JDK's own. It checks the server's
   * host name itself where that is wanted, as not every client asks for it.
   *
   * @throws io.patternsdk.core.config.ConfigException if a file cannot be used
   */
  public SSLContext context() {
    return TlsContexts.of(this);
  }

  /**
   * Reads a section with {@code ca}, {@code verify}, {@code certificate} and {@code key}, noting
   * what is wrong; {@link #system} where it is absent.
   */
  public static Tls from(Settings section) {
    Path ca = section.certificates("ca").orNull();
    Path certificate = section.certificates("certificate").orNull();
    Path key = section.privateKey("key").orNull();
    Verify verify = section.choice("verify", Verify.class).orElse(Verify.FULL);
    if (section.has("certificate") != section.has("key")) {
      String there = section.has("key") ? "key" : "certificate";
      section.problem(there, "stands alone", "set certificate and key, or neither");
    }
    if (certificate == null || key == null) {
      return new Tls(ca, verify, null, null);
    }
    if (!PemFile.belong(certificate, key)) {
      section.problem("key", "is not that of certificate", "set the two that were made together");
    }
    return new Tls(ca, verify, certificate, key);
  }
}
