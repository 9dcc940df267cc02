package io.patternsdk.core.driver;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.PemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes what encrypts a connection from PEM files. */
final class TlsContexts {
  private static final char[] NO_PASSWORD = new char[0];

  private TlsContexts() {}

  static SSLContext of(Tls tls) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(tls), new TrustManager[] {trust(tls)}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw ConfigException.of("tls cannot be used: " + e.getMessage(), "check its PEM files");
    }
  }

  private static TrustManager trust(Tls tls) throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(tls.ca() == null ? null : trusted(tls.ca()));
    X509ExtendedTrustManager issuers = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    return switch (tls.verify()) {
      case FULL -> new ServerTrust(issuers, true);
      case CA -> new ServerTrust(issuers, false);
      case NONE -> new ServerTrust(null, false);
    };
  }

  private static KeyStore trusted(Path ca) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    int number = 0;
    for (Certificate certificate : PemFile.certificates(ca)) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    return store;
  }

  private static KeyManager @Nullable [] keys(Tls tls)
      throws GeneralSecurityException, IOException {
    if (tls.certificate() == null || tls.key() == null) {
      return null;
    }
    Path file = tls.key();
    PrivateKey key =
        PemFile.key(file)
            .orElseThrow(() -> new GeneralSecurityException(file + " holds no PKCS #8 key"));
    KeyStore store = empty();
    Certificate[] chain = PemFile.certificates(tls.certificate()).toArray(Certificate[]::new);
    store.setKeyEntry("own", key, NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
