package io.patternsdk.core.blob;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is stored beside the bytes of a blob. Immutable; each {@code with} method returns a changed
 * copy.
 *
 * @param contentType a media type of up to 128 visible ASCII characters and spaces
 * @param metadata texts without control characters by names of a-z, 0-9 and -, at most 64 long
 */
public record BlobOptions(String contentType, Map<String, String> metadata) {
  /** The media type of bytes of which nothing is known. */
  public static final String OCTETS = "application/octet-stream";

  private static final Pattern CONTENT_TYPE = Pattern.compile("[!-~][ -~]{0,126}[!-~]");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
  private static final BlobOptions NONE = new BlobOptions(OCTETS, Map.of());

  /** Refuses what is out of form with an {@link IllegalArgumentException}. */
  public BlobOptions {
    check(CONTENT_TYPE.matcher(contentType).matches(), "content type", contentType);
    metadata.forEach(BlobOptions::check);
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** Returns those of bytes of which nothing is known. */
  public static BlobOptions none() {
    return NONE;
  }

  /** Sets the media type. */
  public BlobOptions withContentType(String type) {
    return new BlobOptions(type, metadata);
  }

  /** Sets a text of the metadata. */
  public BlobOptions with(String name, String text) {
    Map<String, String> more = new TreeMap<>(metadata);
    more.put(name, text);
    return new BlobOptions(contentType, more);
  }

  /** Returns the UTF-8 bytes of all names and texts. */
  public int metadataBytes() {
    return metadata.entrySet().stream()
        .mapToInt(e -> bytes(e.getKey()) + bytes(e.getValue()))
        .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void check(String name, String text) {
    check(NAME.matcher(name).matches(), "name of metadata", name);
    boolean plain = text.codePoints().noneMatch(c -> Character.isISOControl(c) || surrogate(c));
    check(plain, "text of metadata " + name, text);
  }

  private static boolean surrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static void check(boolean right, String what, String text) {
    if (!right) {
      throw new IllegalArgumentException(what + " <" + text + "> has characters that cannot be");
    }
  }
}
