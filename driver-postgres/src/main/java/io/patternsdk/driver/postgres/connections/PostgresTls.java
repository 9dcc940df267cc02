package io.patternsdk.driver.postgres.connections;

import io.patternsdk.core.driver.Tls;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What encrypts the client's connections. The client makes one for each connection, by this class'
 * name and one text; so the files are read each time, and changed ones are used.
 */
public final class PostgresTls extends SSLSocketFactory {
  private final SSLSocketFactory sockets;

  /** Called by the client, with what {@link #text} made. */
  public PostgresTls(String text) {
    this.sockets = tls(JsonObject.parse(text)).context().getSocketFactory();
  }

  static String text(Tls tls) {
    JsonObjectBuilder text = JsonObject.builder().put("verify", tls.verify().name());
    put(text, "ca", tls.ca());
    put(text, "certificate", tls.certificate());
    put(text, "key", tls.key());
    return text.build().toString();
  }

  private static void put(JsonObjectBuilder text, String name, @Nullable Path file) {
    if (file != null) {
      text.put(name, file.toString());
    }
  }

  private static Tls tls(JsonObject text) {
    return new Tls(
        file(text, "ca"),
        Tls.Verify.valueOf(text.string("verify")),
        file(text, "certificate"),
        file(text, "key"));
  }

  private static @Nullable Path file(JsonObject text, String name) {
    return text.find(name).map(value -> Path.of(((JsonString) value).value())).orElse(null);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return sockets.createSocket(socket, host, port, autoClose);
  }

  @Override
  public Socket createSocket() throws IOException {
    return sockets.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, local, localPort);
  }
}
