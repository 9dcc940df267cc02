package io.patternsdk.core.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a stream keeps. Made from {@link #forever}; each method returns a changed copy. Immutable.
 */
public final class Retention {
  private static final Retention FOREVER = new Retention(0, null, false);

  private final long maxRecords;
  private final @Nullable Duration maxAge;
  private final boolean unread;

  private Retention(long maxRecords, @Nullable Duration maxAge, boolean unread) {
    this.maxRecords = maxRecords;
    this.maxAge = maxAge;
    this.unread = unread;
  }

  /** Keeps everything. */
  public static Retention forever() {
    return FOREVER;
  }

  /** Bounds the records of each partition: the newest so many are kept. At least 1. */
  public Retention maxRecords(long records) {
    if (records < 1) {
      throw new IllegalArgumentException("max_records is " + records + "; at least 1 works");
    }
    return new Retention(records, maxAge, unread);
  }

  /** Bounds the age: records are kept for so long. At least 1 ms. */
  public Retention maxAge(Duration age) {
    if (age.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("max_age is " + age + "; at least 1 ms works");
    }
    return new Retention(maxRecords, age, unread);
  }

  /** Removes also what a group of consumers has not committed yet, which is kept otherwise. */
  public Retention evenUnread() {
    return new Retention(maxRecords, maxAge, true);
  }

  /** Returns how many records of each partition are kept; empty if there is no such bound. */
  public OptionalLong maxRecords() {
    return maxRecords == 0 ? OptionalLong.empty() : OptionalLong.of(maxRecords);
  }

  /** Returns for how long records are kept; empty if there is no such bound. */
  public Optional<Duration> maxAge() {
    return Optional.ofNullable(maxAge);
  }

  /** Tells whether what a group has not committed is removed as well. */
  public boolean removesUnread() {
    return unread;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Retention r
        && maxRecords == r.maxRecords
        && unread == r.unread
        && Objects.equals(maxAge, r.maxAge);
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxRecords, maxAge, unread);
  }

  @Override
  public String toString() {
    return "Retention[records "
        + (maxRecords == 0 ? "all" : maxRecords)
        + ", age "
        + (maxAge == null ? "any" : maxAge)
        + (unread ? ", even unread]" : "]");
  }
}
