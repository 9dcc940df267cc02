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
  private final Recorded recorded;

  /** Whether it is recorded, and under which id where that is given. */
  private record Recorded(boolean wanted, Optional<String> id) {
    static final Recorded NOT = new Recorded(false, Optional.empty());
  }

  private Multicast(
      Filter filter,
      byte[] payload,
      String contentType,
      @Nullable Duration timeout,
      boolean confirm,
      Freshness freshness,
      Recorded recorded) {
    this.filter = filter;
    this.payload = payload;
    this.contentType = contentType;
    this.timeout = timeout;
    this.confirm = confirm;
    this.freshness = freshness;
    this.recorded = recorded;
  }

  /** Returns the request to send a payload to every identity whose metadata match. */
  public static Multicast to(Filter filter, byte[] payload) {
    return new Multicast(
        filter, payload, "application/octet-stream", null, false, Freshness.USUAL, Recorded.NOT);
  }

  /** Returns the request to send a text in UTF-8, with the media type of one. */
  public static Multicast to(Filter filter, String text) {
    return to(filter, text.getBytes(StandardCharsets.UTF_8))
        .contentType("text/plain; charset=utf-8");
  }

  /** Sets the media type of the payload, which receivers are told. */
  public Multicast contentType(String contentType) {
    return new Multicast(filter, payload, contentType, timeout, confirm, freshness, recorded);
  }

  /** Sets how long it may take in all; the default of the settings otherwise. */
  public Multicast timeout(Duration timeout) {
    return new Multicast(filter, payload, contentType, timeout, confirm, freshness, recorded);
  }

  /** Waits, within the timeout, until the receivers have acknowledged. */
  public Multicast confirm() {
    return new Multicast(filter, payload, contentType, timeout, true, freshness, recorded);
  }

  /**
   * Sets how old the selection may be where a view selects; what the settings say otherwise. Zero
   * reads the backend. Where the view is older, the backend is read, unless it {@link
   * #failsIfStale}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Multicast maxStaleness(Duration staleness) {
    return with(freshness.atMost(staleness), recorded);
  }

  /**
   * Refuses as STALE, rather than read the backend, where there is a view and it is older than may
   * be.
   */
  public Multicast failsIfStale() {
    return with(freshness.orFailure(), recorded);
  }

  /**
   * Records it: its targets before anything is sent, and what became of each. So it survives the
   * end of this process: those that were not reached are tried again, by this process or another,
   * for as long as it is kept ({@code multicast_retention}), and {@link MulticastRegistry#report}
   * says how far it came. Who was reached and not yet recorded when a process ended gets the
   * message again, with the same id.
   */
  public Multicast recorded() {
    return with(freshness, new Recorded(true, Optional.empty()));
  }

  /**
   * Records it under an id of the caller's, 1 to 256 bytes of UTF-8, which is the id of the message
   * too. Repeating is safe: as long as it is kept, nothing is selected or sent for the second time,
   * and the answer is what {@link MulticastRegistry#report} says.
   */
  public Multicast recorded(String id) {
    return with(freshness, new Recorded(true, Optional.of(id)));
  }

  private Multicast with(Freshness fresh, Recorded record) {
    return new Multicast(filter, payload, contentType, timeout, confirm, fresh, record);
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

  /** Tells whether it is recorded. */
  public boolean isRecorded() {
    return recorded.wanted();
  }

  /** Returns the id that the caller gave; empty where a new one is made. */
  public Optional<String> id() {
    return recorded.id();
  }
}
