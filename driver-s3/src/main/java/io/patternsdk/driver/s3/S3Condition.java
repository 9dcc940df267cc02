package io.patternsdk.driver.s3;

import io.patternsdk.core.keyvalue.Version;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for an object to be stored, as headers say it; null for what is not asked.
 *
 * @param ifNoneMatch {@code *} where there must be none
 * @param ifMatch the ETag that must be there
 */
record S3Condition(@Nullable String ifNoneMatch, @Nullable String ifMatch) {
  static final S3Condition NONE = new S3Condition(null, null);
  static final S3Condition ABSENT = new S3Condition("*", null);

  static S3Condition unchanged(Version expected) {
    return new S3Condition(null, '"' + expected.text() + '"');
  }

  /**
   * Returns the version that an ETag is; some servers write it without quotes. What has none, as
   * what S3Proxy was killed over, has a version that nothing matches.
   */
  static Version version(@Nullable String etag) {
    if (etag == null) {
      return new Version("none");
    }
    boolean quoted = etag.length() > 2 && etag.startsWith("\"") && etag.endsWith("\"");
    return new Version(quoted ? etag.substring(1, etag.length() - 1) : etag);
  }

  boolean any() {
    return ifNoneMatch != null || ifMatch != null;
  }
}
