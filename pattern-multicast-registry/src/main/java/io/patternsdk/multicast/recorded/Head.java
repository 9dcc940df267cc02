package io.patternsdk.multicast.recorded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonLimits;
import io.patternsdk.core.json.JsonObject;
import java.util.Base64;

/**
 * What is recorded of a multicast as a whole. It is stored when all pages are, so there is no
 * multicast until it is there, and it never changes.
 *
 * <p>The stored form, version 1: a JSON object with {@code v}, {@code token}, {@code pages}, {@code
 * mark}, {@code type} and {@code payload} in Base64, or with {@code v}, {@code token} and {@code
 * given_up} where whoever began it stood still before it was stored. Version 2 is the same with
 * {@code claim}, where the payload is kept elsewhere.
 *
 * @param token names this recording, among all that were ever begun with the same id
 * @param pages how many pages there are; none where it was given up
 * @param mark what tells it from another multicast with the same id
 * @param contentType the media type of the payload
 * @param payload what is sent, not copied; empty where it is kept elsewhere
 * @param claim what the message says of a payload that is kept elsewhere; empty if it is here
 * @param givenUp whether nothing of it is there and nothing will be sent
 */
@SuppressWarnings("ArrayRecordComponent")
public record Head(
    String token,
    int pages,
    String mark,
    String contentType,
    byte[] payload,
    String claim,
    boolean givenUp) {
  private static final int VERSION = 1;
  private static final int WITH_CLAIM = 2;

  /** So long a head is readable as JSON. */
  public static final int MOST_BYTES = JsonLimits.DEFAULT.bytes();

  /** More than all but the payload and its type take, and than a character of that takes. */
  private static final long FIXED_BYTES = 1_024;

  private static final long BYTES_OF_A_CHARACTER = 6;

  /** Returns what is stored in the place of one that was given up. */
  static Head givenUp(String token) {
    return new Head(token, 0, "", "", new byte[0], "", true);
  }

  /**
   * Refuses one that could not be read again.
   *
   * @throws BackendException TOO_LARGE, with effect NONE
   */
  public void check() {
    long most = MOST_BYTES - FIXED_BYTES - contentType.length() * BYTES_OF_A_CHARACTER;
    if (payload.length > most / 4 * 3) {
      throw new BackendException(
          ErrorKind.TOO_LARGE,
          Effect.NONE,
          "a payload of %d bytes is too large to be recorded; the most is %d"
              .formatted(payload.length, Math.max(0, most / 4 * 3)),
          null);
    }
  }

  byte[] toBytes() {
    int version = claim.isEmpty() ? VERSION : WITH_CLAIM;
    var json = JsonObject.builder().put("v", version).put("token", token);
    if (givenUp) {
      return json.put("given_up", true).build().toBytes();
    }
    json.put("pages", pages)
        .put("mark", mark)
        .put("type", contentType)
        .put("payload", Base64.getEncoder().encodeToString(payload));
    if (!claim.isEmpty()) {
      json.put("claim", claim);
    }
    return json.build().toBytes();
  }

  static Head read(String key, byte[] stored) {
    try {
      JsonObject json = JsonObject.parse(stored);
      checkVersion(key, json, WITH_CLAIM);
      if (json.has("given_up")) {
        return givenUp(json.string("token"));
      }
      return new Head(
          json.string("token"),
          json.number("pages").toInt(),
          json.string("mark"),
          json.string("type"),
          Base64.getDecoder().decode(json.string("payload")),
          json.has("claim") ? json.string("claim") : "",
          false);
    } catch (JsonException | IllegalArgumentException e) {
      throw new BackendException(ErrorKind.CORRUPT, key + " holds no recorded multicast", e);
    }
  }

  static void checkVersion(String key, JsonObject json, int known) {
    if (json.number("v").toInt() > known) {
      throw new BackendException(
          ErrorKind.CORRUPT,
          key + " was stored in version " + json.number("v") + "; this one reads " + known);
    }
  }
}
