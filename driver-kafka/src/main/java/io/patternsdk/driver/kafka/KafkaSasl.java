package io.patternsdk.driver.kafka;

import io.patternsdk.core.json.JsonException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a login is asked, from the settings; the client makes it by its name. The secret is
 * read for each connection and is in none of the client's settings.
 */
public final class KafkaSasl implements AuthenticateCallbackHandler {
  /** Under which the client's settings have the {@link KafkaLogin}. */
  static final String LOGIN = "patternsdk.login";

  private @Nullable KafkaLogin login;

  /** Called by the client. */
  public KafkaSasl() {}

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    if (!(configs.get(LOGIN) instanceof KafkaLogin given)) {
      throw new IllegalArgumentException(LOGIN + " is missing");
    }
    login = given;
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException {
    KafkaLogin who = login;
    if (who == null) {
      throw new IllegalStateException("not configured");
    }
    for (Callback callback : callbacks) {
      switch (callback) {
        case NameCallback name -> name.setName(who.username());
        case PasswordCallback password -> password.setPassword(who.secret().reveal().toCharArray());
        case OAuthBearerTokenCallback token -> token.token(token(who));
        case ScramExtensionsCallback unused -> {} // none
        case SaslExtensionsCallback unused -> {} // none
        default -> throw new IOException("asked for " + callback.getClass().getName());
      }
    }
  }

  private static KafkaToken token(KafkaLogin who) throws IOException {
    try {
      return KafkaToken.of(who.secret().reveal());
    } catch (JsonException | IllegalArgumentException e) {
      throw new IOException("sasl.token is no JWT with exp and sub"); // whose text is a secret
    }
  }

  @Override
  public void close() {}
}
