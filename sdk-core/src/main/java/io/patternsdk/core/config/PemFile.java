package io.patternsdk.core.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of certificates and keys in PEM form, looked at before anything is opened with them. */
public final class PemFile {
  private static final long LARGEST = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private PemFile() {}

  /** Whether it can be read and holds certificates, one at least, and nothing that is none. */
  static boolean holdsCertificates(Path file) {
    try {
      return !certificates(file).isEmpty();
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether it can be read and holds a private key of a kind that the JDK knows. */
  static boolean holdsKey(Path file) {
    try {
      return key(file).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether a key is that of the first certificate; true where either cannot be read, which is
   * another problem, or is of a kind that cannot be tried.
   */
  public static boolean belong(Path certificate, Path key) {
    try {
      PublicKey shown = certificates(certificate).getFirst().getPublicKey();
      return key(key).map(secret -> signs(secret, shown)).orElse(true);
    } catch (IOException | GeneralSecurityException e) {
      return true;
    }
  }

  private static boolean signs(PrivateKey secret, PublicKey shown) {
    if (!secret.getAlgorithm().equals(shown.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (shown.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> shown.getAlgorithm();
        };
    byte[] text = {1};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return true; // of a kind that cannot be tried
    }
  }

  /**
   * Reads certificates, in the order of the file.
   *
   * @throws IOException if it cannot be read
   * @throws GeneralSecurityException if it holds anything else
   */
  public static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return List.copyOf(factory.generateCertificates(new ByteArrayInputStream(bytes(file))));
  }

  /**
   * Reads a private key, PKCS #8 and not encrypted; empty if the file holds none of a kind that the
   * JDK knows.
   *
   * @throws IOException if it cannot be read
   */
  public static Optional<PrivateKey> key(Path file) throws IOException {
    Matcher pem = KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      return Optional.empty();
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(pem.group(1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return ALGORITHMS.stream().flatMap(name -> key(name, encoded).stream()).findFirst();
  }

  private static Optional<PrivateKey> key(String algorithm, byte[] encoded) {
    try {
      KeyFactory factory = KeyFactory.getInstance(algorithm);
      return Optional.of(factory.generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // of another kind
    }
  }

  /** Nothing but a regular file is read: a pipe would wait for somebody who writes. */
  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
      throw new IOException("no regular file of at most 1 MiB");
    }
    return Files.readAllBytes(file);
  }
}
