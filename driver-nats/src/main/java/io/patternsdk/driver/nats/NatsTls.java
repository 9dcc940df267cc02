package io.patternsdk.driver.nats;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a TLS connection proves who is at either end. Files are PEM.
 *
 * @param ca the certificates to trust; null for those that the JDK trusts
 * @param verify how much of the server's certificate is checked
 * @param certificate the certificates to show the server; null for none
 * @param key the private key of {@code certificate}, PKCS #8; null for none
 */
public record NatsTls(
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
  public NatsTls {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("certificate and key come together");
    }
  }

  /** Trusts what the JDK trusts, and checks all of it. */
  public static NatsTls system() {
    return new NatsTls(null, Verify.FULL, null, null);
  }

  /** Trusts the certificates in {@code ca}, and checks all of it. */
  public static NatsTls trusting(Path ca) {
    return new NatsTls(ca, Verify.FULL, null, null);
  }
}
