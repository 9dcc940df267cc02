package io.patternsdk.core.capability;

import io.patternsdk.core.keyvalue.Version;
import java.time.Duration;

/**
 * What one driver, connected to one server, promises for one capability: limits and semantics.
 *
 * <p>Limits that have nothing to do with the capability keep their defaults. Immutable; made by
 * {@link #builder()}.
 */
public final class Traits {
  private static final Traits DEFAULTS = builder().build();

  private final long maxValueBytes;
  private final int maxBatch;
  private final Duration minTtl;
  private final Duration minVisibility;
  private final Version.Basis versionBasis;
  private final boolean exactCount;
  private final Durability durability;
  private final String durabilityDetail;

  private Traits(Builder builder) {
    this.maxValueBytes = builder.maxValueBytes;
    this.maxBatch = builder.maxBatch;
    this.minTtl = builder.minTtl;
    this.minVisibility = builder.minVisibility;
    this.versionBasis = builder.versionBasis;
    this.exactCount = builder.exactCount;
    this.durability = builder.durability;
    this.durabilityDetail = builder.durabilityDetail;
  }

  /** How much of what was acknowledged survives. */
  public enum Durability {
    /** Lost when the server, or the process for an embedded store, ends. */
    VOLATILE,
    /** Survives its end but for the last moments, as the detail says. */
    PERIODIC,
    /** Survives a crash at any moment. */
    SYNCED
  }

  /** Returns the traits of which nothing has been said. */
  public static Traits defaults() {
    return DEFAULTS;
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the most bytes of a value or message body; 1 MiB unless said otherwise. */
  public long maxValueBytes() {
    return maxValueBytes;
  }

  /** Returns the most items in one batch; 10,000 unless said otherwise. */
  public int maxBatch() {
    return maxBatch;
  }

  /** Returns the shortest TTL and the step to which TTLs are rounded up; 1 ms unless said. */
  public Duration minTtl() {
    return minTtl;
  }

  /** Returns the shortest visibility of a delivery; 1 ms unless said otherwise. */
  public Duration minVisibility() {
    return minVisibility;
  }

  /** Returns what changes a version; every write unless said otherwise. */
  public Version.Basis versionBasis() {
    return versionBasis;
  }

  /** Tells whether a count is of one moment; false unless said otherwise. */
  public boolean exactCount() {
    return exactCount;
  }

  /** Returns how much survives; nothing unless said otherwise. */
  public Durability durability() {
    return durability;
  }

  /** Returns one line on what may be lost and when, as learnt from the live server. */
  public String durabilityDetail() {
    return durabilityDetail;
  }

  /** Builds {@link Traits}; for one thread. */
  public static final class Builder {
    private long maxValueBytes = 1 << 20;
    private int maxBatch = 10_000;
    private Duration minTtl = Duration.ofMillis(1);
    private Duration minVisibility = Duration.ofMillis(1);
    private Version.Basis versionBasis = Version.Basis.WRITE;
    private boolean exactCount;
    private Durability durability = Durability.VOLATILE;
    private String durabilityDetail = "";

    private Builder() {}

    /** Sets the most bytes of a value or message body. */
    public Builder maxValueBytes(long bytes) {
      this.maxValueBytes = bytes;
      return this;
    }

    /** Sets the most items in one batch. */
    public Builder maxBatch(int items) {
      this.maxBatch = items;
      return this;
    }

    /** Sets the shortest TTL, which is also the step of all. */
    public Builder minTtl(Duration ttl) {
      this.minTtl = ttl;
      return this;
    }

    /** Sets the shortest visibility of a delivery. */
    public Builder minVisibility(Duration visibility) {
      this.minVisibility = visibility;
      return this;
    }

    /** Sets what changes a version. */
    public Builder versionBasis(Version.Basis basis) {
      this.versionBasis = basis;
      return this;
    }

    /** Says that a count is of one moment. */
    public Builder exactCount() {
      this.exactCount = true;
      return this;
    }

    /** Sets what survives, with one line on what may be lost and when. */
    public Builder durability(Durability durability, String detail) {
      this.durability = durability;
      this.durabilityDetail = detail;
      return this;
    }

    /** Returns the traits. */
    public Traits build() {
      return new Traits(this);
    }
  }
}
