package io.patternsdk.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server, {@code scheme://user:password@host:port/path}, with its credentials kept
 * apart: neither {@link #toString} nor {@link #uri} has them. A user without a password may be a
 * token, and shows as little.
 *
 * @param host the host name or address, an IPv6 address without its brackets
 * @param port the port, from 1 to 65535; -1 where none is written
 * @param path what follows, with its slash; may be empty
 * @param user what stands before the host and its colon; null for nothing
 * @param password what stands behind that colon; null for nothing
 */
public record ServerAddress(
    String scheme,
    String host,
    int port,
    String path,
    @Nullable Secret user,
    @Nullable Secret password) {
  private static final int LAST_PORT = 65_535;

  /** Reads an address, or returns empty for text that is none: a query or a fragment is not. */
  public static Optional<ServerAddress> parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      return Optional.empty(); // its message has the text, and so the password
    }
    boolean right =
        uri.getScheme() != null
            && uri.getHost() != null
            && uri.getPort() != 0
            && uri.getPort() <= LAST_PORT
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    return right ? Optional.of(of(uri)) : Optional.empty();
  }

  private static ServerAddress of(URI uri) {
    String info = uri.getRawUserInfo();
    int colon = info == null ? -1 : info.indexOf(':');
    String host = uri.getHost();
    return new ServerAddress(
        uri.getScheme(),
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort(),
        Objects.requireNonNullElse(uri.getPath(), ""),
        info == null ? null : secret(colon < 0 ? info : info.substring(0, colon)),
        info == null || colon < 0 ? null : secret(info.substring(colon + 1)));
  }

  private static Secret secret(String written) {
    String value = URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    return Secret.of(value);
  }

  /** The same with another path. */
  public ServerAddress withPath(String path) {
    return new ServerAddress(scheme, host, port, path, user, password);
  }

  /** The address without credentials. */
  public URI uri() {
    return URI.create(toString());
  }

  /** The address without credentials: {@code scheme://host:port/path}. */
  @Override
  public String toString() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return scheme + "://" + name + (port < 0 ? "" : ":" + port) + path;
  }
}
