package io.patternsdk.driver.nats;

import io.nats.client.impl.NatsServerPool;
import io.nats.client.support.NatsUri;
import io.patternsdk.core.config.Secret;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The servers to connect to, each handed out with the user and the password as they are now: it is
 * the only way to give the client a password that may change.
 */
final class ServerList extends NatsServerPool {
  private final String username;
  private final Secret password;

  ServerList(String username, Secret password) {
    this.username = username;
    this.password = password;
  }

  @Override
  public @Nullable NatsUri peekNextServer() {
    return withUser(super.peekNextServer());
  }

  @Override
  public @Nullable NatsUri nextServer() {
    return withUser(super.nextServer());
  }

  @Override
  public void connectSucceeded(NatsUri server) {
    super.connectSucceeded(withoutUser(server));
  }

  @Override
  public void connectFailed(NatsUri server) {
    super.connectFailed(withoutUser(server));
  }

  private @Nullable NatsUri withUser(@Nullable NatsUri server) {
    return server == null
        ? null
        : parsed(server, encoded(username) + ":" + encoded(password.reveal()) + "@");
  }

  private static NatsUri withoutUser(NatsUri server) {
    return parsed(server, "");
  }

  private static NatsUri parsed(NatsUri server, String user) {
    try {
      return new NatsUri(
          server.getScheme() + "://" + user + server.getHost() + ":" + server.getPort());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("an address cannot be read again", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
