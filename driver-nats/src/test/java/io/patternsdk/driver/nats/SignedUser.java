package io.patternsdk.driver.nats;

import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * A user that an account has signed, which an operator has signed.
 *
 * @param serverOptions lines of the configuration of a server that trusts the operator
 * @param credentials what the user's {@code .creds} file holds
 */
record SignedUser(String serverOptions, String credentials) {
  private static final String OPERATOR = "{\"type\":\"operator\",\"version\":2}";
  private static final String ACCOUNT =
      "{\"limits\":{\"subs\":-1,\"conn\":-1,\"data\":-1,\"payload\":-1,\"exports\":-1,"
          + "\"imports\":-1,\"wildcards\":true},\"type\":\"account\",\"version\":2}";

  static SignedUser create() throws GeneralSecurityException, IOException {
    NKey operator = NKey.createOperator(null);
    NKey account = NKey.createAccount(null);
    NKey user = NKey.createUser(null);
    String accountKey = text(account.getPublicKey());
    String userJwt = JwtUtils.issueUserJWT(account, accountKey, text(user.getPublicKey()));
    String options =
        """
        operator: %s
        resolver: MEMORY
        resolver_preload: { %s: %s }\
        """
            .formatted(
                signed(operator, operator, OPERATOR),
                accountKey,
                signed(operator, account, ACCOUNT));
    return new SignedUser(
        options, JwtUtils.NATS_USER_JWT_FORMAT.formatted(userJwt, text(user.getSeed())));
  }

  private static String signed(NKey by, NKey subject, String claims)
      throws GeneralSecurityException, IOException {
    JsonSerializable nats = () -> claims;
    return JwtUtils.issueJWT(
        by,
        text(subject.getPublicKey()),
        "test",
        null,
        JwtUtils.currentTimeSeconds(),
        text(by.getPublicKey()),
        nats);
  }

  private static String text(char[] key) {
    return new String(key);
  }
}
