package io.patternsdk.core.blob;

import java.net.URI;
import java.util.Map;

/**
 * A request over HTTP that needs no credentials besides itself, so whoever sees it can send it: it
 * prints without what signs it. Immutable.
 *
 * @param method the method, which is signed
 * @param uri where it goes
 * @param headers those that are signed and have to be sent as they are, without {@code Host}
 */
public record PresignedRequest(String method, URI uri, Map<String, String> headers) {

  /** Copies the headers. */
  public PresignedRequest {
    headers = Map.copyOf(headers);
  }

  /** Leaves out the query. */
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
