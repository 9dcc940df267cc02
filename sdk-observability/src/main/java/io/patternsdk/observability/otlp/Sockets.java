package io.patternsdk.observability.otlp;

import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Connects to a collector. */
final class Sockets {

  private Sockets() {}

  static Socket connect(GrpcSenderConfig config) throws IOException {
    URI endpoint = config.getEndpoint();
    boolean secure = endpoint.getScheme().equals("https");
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? 443 : 80;
    String host = endpoint.getHost().replaceAll("[\\[\\]]", "");
    int limit = (int) config.getConnectTimeout().toMillis();
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), limit);
      socket.setSoTimeout(limit);
      return secure ? secured(config, socket, host, port) : socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(GrpcSenderConfig config, Socket socket, String host, int port)
      throws IOException {
    SSLContext context = sslContext(config);
    SSLSocketFactory factory =
        context == null
            ? (SSLSocketFactory) SSLSocketFactory.getDefault()
            : context.getSocketFactory();
    SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static @Nullable SSLContext sslContext(GrpcSenderConfig config) {
    return config.getSslContext();
  }
}
