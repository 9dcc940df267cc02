package io.patternsdk.driver.kafka;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Settings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who logs in, and how. The secret is asked for at each connection, so that it may change.
 *
 * @param username who; empty where a token says it
 * @param secret the password or the token
 */
record KafkaLogin(Mechanism mechanism, String username, Secret secret) {

  /** How a login proves itself. */
  enum Mechanism {
    /** By the password itself: with TLS only. */
    PLAIN("PLAIN", "plain.PlainLoginModule"),
    /** By proof of the password. */
    SCRAM_SHA_256("SCRAM-SHA-256", "scram.ScramLoginModule"),
    /** By proof of the password. */
    SCRAM_SHA_512("SCRAM-SHA-512", "scram.ScramLoginModule"),
    /** By a token, a JWT. */
    OAUTHBEARER("OAUTHBEARER", "oauthbearer.OAuthBearerLoginModule");

    private final String word;
    private final String module;

    Mechanism(String word, String module) {
      this.word = word;
      this.module = module;
    }

    /** What the protocol calls it. */
    String word() {
      return word;
    }

    /** The client's class for it. */
    String module() {
      return "org.apache.kafka.common.security." + module;
    }
  }

  /** Reads the section; null where it is absent or says too little, which is noted. */
  static @Nullable KafkaLogin from(Settings sasl) {
    Mechanism mechanism = sasl.choice("mechanism", Mechanism.class).orNull();
    String username = sasl.string("username").guarding().orNull();
    Secret password = sasl.secret("password").orNull();
    Secret token = sasl.secret("token").orNull();
    if (!sasl.present()) {
      return null;
    }
    boolean byToken = mechanism == Mechanism.OAUTHBEARER;
    if (mechanism == null) {
      if (!sasl.has("mechanism")) {
        sasl.problem(
            "mechanism", "is missing", "set plain, scram_sha_256, scram_sha_512 or oauthbearer");
      }
      return null;
    }
    refuse(sasl, byToken ? "username" : "token", mechanism);
    if (byToken) {
      refuse(sasl, "password", mechanism);
    }
    Secret secret = byToken ? token : password;
    if (secret == null || (!byToken && username == null)) {
      for (String name : byToken ? new String[] {"token"} : new String[] {"username", "password"}) {
        if (!sasl.has(name)) {
          sasl.problem(name, "is missing", "set it for " + mechanism.word());
        }
      }
      return null;
    }
    return new KafkaLogin(mechanism, Objects.requireNonNullElse(username, ""), secret);
  }

  private static void refuse(Settings sasl, String name, Mechanism mechanism) {
    if (sasl.has(name)) {
      sasl.problem(name, "is not for " + mechanism.word(), "leave it out");
    }
  }

  @Override
  public String toString() {
    return mechanism.word();
  }
}
