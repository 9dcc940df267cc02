package io.patternsdk.driver.kafka;

import io.patternsdk.core.driver.Tls;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/** Encrypts the client's connections by the core's settings; the client makes it by its name. */
public final class KafkaTls implements SslEngineFactory {
  /** Under which the client's settings have the {@link Tls}. */
  static final String TLS = "patternsdk.tls";

  private @Nullable SSLContext context;

  /** Called by the client. */
  public KafkaTls() {}

  @Override
  public void configure(Map<String, ?> configs) {
    if (!(configs.get(TLS) instanceof Tls tls)) {
      throw new IllegalArgumentException(TLS + " is missing");
    }
    context = tls.context();
  }

  @Override
  public SSLEngine createClientSslEngine(
      String peerHost, int peerPort, @Nullable String endpointIdentification) {
    SSLContext made = context;
    if (made == null) {
      throw new IllegalStateException("not configured");
    }
    SSLEngine engine = made.createSSLEngine(peerHost, peerPort);
    engine.setUseClientMode(true); // whom it trusts checks the host name itself
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
    throw new UnsupportedOperationException("clients only");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {}
}
