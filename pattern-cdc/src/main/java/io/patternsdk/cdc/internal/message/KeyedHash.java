package io.patternsdk.cdc.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.table.TableJson;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes texts of values by which equal ones are known, and nothing else without the key: 64
 * hexadecimal digits of HMAC-SHA256. Thread-safe.
 */
public final class KeyedHash {
  /** The least number of characters of a key. */
  public static final int LEAST = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Reads the key, once. */
  public KeyedHash(Secret key) {
    this.key = new SecretKeySpec(key.reveal().getBytes(UTF_8), ALGORITHM);
  }

  /** Returns that of the text that a value has in JSON. */
  public String of(Object value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] text = String.valueOf(TableJson.value(value)).getBytes(UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
