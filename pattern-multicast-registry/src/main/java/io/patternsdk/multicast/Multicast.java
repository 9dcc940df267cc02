package io.patternsdk.multicast;

import io.patternsdk.core.filter.Filter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request to send to all that match. Immutable; made by {@link #to}, methods change a copy. */
public final class Multicast {
  private final Filter filter;
  private final byte[] payload;
  private final String contentType;
  private final @Nullable Duration timeout;
  private final boolean confirm;
  private final Freshness freshness;

  private Multicast(
      Filter filter,
      byte[] payload,
      String contentType,
      @Nullable Duration timeout,
      boolean confirm,
      Freshness freshness) {
    this.filter = filter;
    this.payload = payload;
    this.contentType = contentType;
    this.timeout = timeout;
    this.confirm = confirm;
    this.freshness = freshness;
  }

  /** Returns the request to send a payload to every identity whose metadata match. */
  public static Multicast to(Filter filter, byte[] payload) {
    return new Multicast(filter, payload, "application/octet-stream", null, false, Freshness.USUAL);
  }

  /** Returns the request to send a text in UTF-8, with the media type of one. */
  public static Multicast to(Filter filter, String text) {
    return to(filter, text.getBytes(StandardCharsets.UTF_8))
        .contentType("text/plain; charset=utf-8");
  }

  /** Sets the media type of the payload, which receivers are told. */
  public Multicast contentType(String contentType) {
    return new Multicast(filter, payload, contentType, timeout, confirm, freshness);
  }

  /** Sets how long it may take in all; the default of the settings otherwise. */
  public Multicast timeout(Duration timeout) {
    return new Multicast(filter, payload, contentType, timeout, confirm, freshness);
  }

  /** Waits, within the timeout, until the receivers have acknowledged. */
  public Multicast confirm() {
    return new Multicast(filter, payload, contentType, timeout, true, freshness);
  }

  /**
   * Sets how old the selection may be where a view selects; what the settings say otherwise. Zero
   * reads the backend. Where the view is older, the backend is read, unless it {@link
   * #failsIfStale}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Multicast maxStaleness(Duration staleness) {
    return new Multicast(
        filter, payload, contentType, timeout, confirm, freshness.atMost(staleness));
  }

  /**
   * Refuses as STALE, rather than read the backend, where there is a view and it is older than may
   * be.
   */
  public Multicast failsIfStale() {
    return new Multicast(filter, payload, contentType, timeout, confirm, freshness.orFailure());
  }

  Freshness freshness() {
    return freshness;
  }

  /** Returns what identities have to match. */
  public Filter filter() {
    return filter;
  }

  /** Returns the payload itself, not a copy. */
  public byte[] payload() {
    return payload;
  }

  /** Returns the media type of the payload. */
  public String contentType() {
    return contentType;
  }

  /** Returns how long it may take; empty for the default. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Tells whether to wait for acknowledgements. */
  public boolean confirms() {
    return confirm;
  }
}
