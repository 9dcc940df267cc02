package io.patternsdk.core.driver;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server is the right one. Not every client asks for the host name to be checked;
 * this does.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  private final @Nullable X509ExtendedTrustManager issuers;
  private final boolean names;

  /** Trusts everybody if {@code issuers} is null. */
  ServerTrust(@Nullable X509ExtendedTrustManager issuers, boolean names) {
    this.issuers = issuers;
    this.names = names;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (issuers == null) {
      return;
    }
    if (socket instanceof SSLSocket encrypted && names) {
      encrypted.setSSLParameters(checkingNames(encrypted.getSSLParameters()));
    }
    issuers.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (issuers == null) {
      return;
    }
    if (names) {
      engine.setSSLParameters(checkingNames(engine.getSSLParameters()));
    }
    issuers.checkServerTrusted(chain, type, engine);
  }

  private static SSLParameters checkingNames(SSLParameters parameters) {
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("the connection is not known");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("no client is trusted here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no client is trusted here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no client is trusted here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return issuers == null ? new X509Certificate[0] : issuers.getAcceptedIssuers();
  }
}
