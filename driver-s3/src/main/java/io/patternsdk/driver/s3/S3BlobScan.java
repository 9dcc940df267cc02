package io.patternsdk.driver.s3;

import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.capability.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A walk by the server's pages. */
final class S3BlobScan implements Scan<BlobEntry> {
  private final S3Names names;
  private final Function<@Nullable String, ListObjectsV2Response> pages;
  private @Nullable String token;
  private boolean ended;

  /**
   * Begins one.
   *
   * @param pages makes the call that fetches a page, with the token of the one before
   */
  S3BlobScan(S3Names names, Function<@Nullable String, ListObjectsV2Response> pages) {
    this.names = names;
    this.pages = pages;
  }

  /** A page may be empty though others follow. */
  @Override
  public List<BlobEntry> nextPage() {
    List<BlobEntry> entries = new ArrayList<>();
    while (entries.isEmpty() && !ended) {
      ListObjectsV2Response page = pages.apply(token);
      for (S3Object object : page.contents()) {
        String key = names.key(object.key());
        if (key != null) {
          entries.add(
              new BlobEntry(
                  key, object.size(), S3Condition.version(object.eTag()), object.lastModified()));
        }
      }
      token = page.nextContinuationToken();
      ended = token == null || !Boolean.TRUE.equals(page.isTruncated());
    }
    return entries;
  }

  @Override
  public void close() {
    ended = true;
  }
}
