package io.patternsdk.driver.postgres.tables;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * The name of a feed.
 *
 * @param name as its user has it
 * @param publication what the server has under it
 */
record FeedName(String name, String publication) {
  private static final int READABLE = 24;
  private static final int DIGEST = 10;
  private static final int RANDOM = 8;

  /** Names a feed of a driver whose tables are in a schema; a server may have others like it. */
  static FeedName of(String name, String schema) {
    String readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return new FeedName(
        name,
        "pattern_%s_%s"
            .formatted(
                readable.substring(0, Math.min(READABLE, readable.length())),
                digest(schema + "\0" + name)));
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  byte[] bytes() {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a name for another slot of it. */
  String slot() {
    String random = UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM);
    return publication + "_" + random;
  }
}
