package io.patternsdk.core.blob;

import io.patternsdk.core.capability.Trait;
import java.time.Duration;

/**
 * Requests that read or store one blob without credentials, for a while: {@code blob_presign}.
 *
 * <p>Whoever has such a request may send it as often as they like until it expires, past all layers
 * of the slot: nothing of it is counted, limited or repeated here. It cannot be taken back, but it
 * ends earlier where the credentials that signed it end. The time is the server's. Making one asks
 * the server nothing, so it is made for what is not there, too. Repeating is safe. Safe for use by
 * any number of threads.
 */
public interface BlobPresign {
  /** The longest time for which a request may be valid. */
  Trait<Duration> MAX_VALIDITY =
      Trait.of(
          "longest validity", "how long a presigned request works at most", Duration.ofDays(7));

  /**
   * Returns a request that reads the blob; a {@code Range} may be added. An absent blob is answered
   * with 404.
   *
   * @param validity positive, at most {@link #MAX_VALIDITY}; fractions of a second may be rounded
   *     up. Else INVALID_ARGUMENT.
   */
  PresignedRequest presignGet(String key, Duration validity);

  /**
   * Returns a request that stores its body as the blob, replacing an earlier one; what it stores is
   * seen as if {@link Blobs#put} had. How large the body may be is for the server to say.
   *
   * @param validity as for {@link #presignGet}
   */
  PresignedRequest presignPut(String key, BlobOptions options, Duration validity);
}
