package io.patternsdk.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, made by the running JDK's keytool and
 * valid for two days. It serves as its own authority.
 *
 * @param certificate the certificate as PEM: what a client trusts
 * @param key the private key as PEM (PKCS #8, not encrypted)
 * @param store certificate and key as PKCS #12, locked with {@link #STORE_PASSWORD}
 */
public record TestCertificate(Path certificate, Path key, Path store) {
  /** The password of {@link #store}. */
  public static final String STORE_PASSWORD = "changeit";

  private static final String ALIAS = "server";

  /**
   * Makes a new certificate in {@code directory}, which must exist.
   *
   * @throws IllegalStateException if keytool fails, with what it said
   */
  public static TestCertificate create(Path directory) {
    TestCertificate made = in(directory);
    try {
      keytool(made.store);
      KeyStore keys = load(made.store);
      char[] password = STORE_PASSWORD.toCharArray();
      writePem(made.certificate, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
      writePem(made.key, "PRIVATE KEY", keys.getKey(ALIAS, password).getEncoded());
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a certificate: " + e, e);
    }
  }

  /** The certificate that was made in {@code directory}. */
  static TestCertificate in(Path directory) {
    return new TestCertificate(
        directory.resolve("server.crt"),
        directory.resolve("server.key"),
        directory.resolve("server.p12"));
  }

  /**
   * A TLS context that trusts this certificate and nothing else, and shows it to a server that
   * asks.
   */
  public SSLContext trust() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(ALIAS, load(store).getCertificate(ALIAS));
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot trust " + certificate + ": " + e, e);
    }
  }

  private KeyManager[] keys() throws IOException, GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(load(store), STORE_PASSWORD.toCharArray());
    return managers.getKeyManagers();
  }

  private static void keytool(Path store) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-dname",
            "CN=localhost",
            "-validity",
            "2",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-ext",
            "bc:c=ca:true",
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            STORE_PASSWORD);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("keytool failed: " + output.strip());
    }
  }

  private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void writePem(Path file, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
