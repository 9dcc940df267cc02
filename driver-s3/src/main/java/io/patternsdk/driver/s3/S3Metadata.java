package io.patternsdk.driver.s3;

import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.driver.NameEncoding;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside a blob, as headers hold it: texts in ASCII, all else as {@code %} and two
 * digits; the empty text as {@code %} alone, since servers drop empty headers.
 */
final class S3Metadata {
  private static final NameEncoding TEXTS = NameEncoding.of("-_.~!*'()/:,;=+@&$", '%');
  private static final String EMPTY = "%";

  private S3Metadata() {}

  static Map<String, String> headers(BlobOptions options) {
    Map<String, String> headers = new TreeMap<>();
    options.metadata().forEach((name, text) -> headers.put(name, encoded(text)));
    return headers;
  }

  private static String encoded(String text) {
    return text.isEmpty() ? EMPTY : TEXTS.encode(text);
  }

  /** Reads what others have stored, too, as far as there is a form for it. */
  static BlobOptions options(@Nullable String contentType, Map<String, String> headers) {
    BlobOptions options = BlobOptions.none();
    if (contentType != null) {
      options = orAsItWas(options, o -> o.withContentType(contentType));
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      options = orAsItWas(options, o -> o.with(header.getKey(), decoded(header.getValue())));
    }
    return options;
  }

  private interface Change {
    BlobOptions of(BlobOptions before);
  }

  private static BlobOptions orAsItWas(BlobOptions before, Change change) {
    try {
      return change.of(before);
    } catch (IllegalArgumentException e) {
      return before; // of somebody who has other rules
    }
  }

  private static String decoded(String header) {
    if (header.equals(EMPTY)) {
      return "";
    }
    try {
      return TEXTS.decode(header);
    } catch (IllegalArgumentException e) {
      return header; // of somebody who writes it as it is
    }
  }
}
