package io.patternsdk.core.capability;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one driver, connected to one server, promises for one capability: a value for each {@link
 * Trait}, with one line on how it was learnt where there is something to say. A trait of which
 * nothing was said has the value that the trait itself states. Immutable; made by {@link
 * #builder()}.
 */
public final class Traits {
  /** The most bytes of a value or message body. */
  public static final Trait<Long> MAX_VALUE_BYTES =
      Trait.of("largest value", "the most bytes of a value or message body", 1L << 20);

  /** The most that may travel beside a message's body. */
  public static final Trait<Long> MAX_HEADER_BYTES =
      Trait.of(
          "largest headers",
          "the most bytes of a message's id, key and headers, four more for each header",
          64L << 10);

  /** The most items in one batch. */
  public static final Trait<Integer> MAX_BATCH =
      Trait.of("largest batch", "the most items in one batch", 10_000);

  /** How much of what was acknowledged survives. */
  public static final Trait<Durability> DURABILITY =
      Trait.of("durability", "how much of what was acknowledged survives", Durability.VOLATILE);

  private static final Traits DEFAULTS = builder().build();

  private final Map<Trait<?>, Said> said;
  private final long maxValueBytes;
  private final long maxHeaderBytes;
  private final int maxBatch;

  private Traits(Builder builder) {
    this.said = Collections.unmodifiableMap(new LinkedHashMap<>(builder.said));
    this.maxValueBytes = get(MAX_VALUE_BYTES);
    this.maxHeaderBytes = get(MAX_HEADER_BYTES);
    this.maxBatch = get(MAX_BATCH);
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

  private record Said(Object value, String detail) {}

  /** Returns the traits of which nothing has been said. */
  public static Traits defaults() {
    return DEFAULTS;
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the value of a trait. */
  @SuppressWarnings("unchecked") // the builder took a value of the trait's type
  public <T> T get(Trait<T> trait) {
    Said there = said.get(trait);
    return there == null ? trait.otherwise() : (T) there.value();
  }

  /** Returns one line on a trait, as learnt from the live server; empty if nothing was said. */
  public String detail(Trait<?> trait) {
    Said there = said.get(trait);
    return there == null ? "" : there.detail();
  }

  /** Returns the traits of which something was said, in that order; unmodifiable. */
  public Set<Trait<?>> all() {
    return said.keySet();
  }

  /** Returns the most bytes of a value or message body: {@link #MAX_VALUE_BYTES}. */
  public long maxValueBytes() {
    return maxValueBytes;
  }

  /** Returns the most that may travel beside a message's body: {@link #MAX_HEADER_BYTES}. */
  public long maxHeaderBytes() {
    return maxHeaderBytes;
  }

  /** Returns the most items in one batch: {@link #MAX_BATCH}. */
  public int maxBatch() {
    return maxBatch;
  }

  /** Returns how much survives: {@link #DURABILITY}. */
  public Durability durability() {
    return get(DURABILITY);
  }

  /** Returns one line on what may be lost and when. */
  public String durabilityDetail() {
    return detail(DURABILITY);
  }

  /** Builds {@link Traits}; for one thread. */
  public static final class Builder {
    private final Map<Trait<?>, Said> said = new LinkedHashMap<>();

    private Builder() {}

    /** Sets the value of a trait. */
    public <T> Builder set(Trait<T> trait, T value) {
      return set(trait, value, "");
    }

    /** Sets the value of a trait, with one line on how it was learnt or what it depends on. */
    public <T> Builder set(Trait<T> trait, T value, String detail) {
      said.put(trait, new Said(value, detail));
      return this;
    }

    /** Sets the most bytes of a value or message body. */
    public Builder maxValueBytes(long bytes) {
      return set(MAX_VALUE_BYTES, bytes);
    }

    /** Sets the most that may travel beside a message's body. */
    public Builder maxHeaderBytes(long bytes) {
      return set(MAX_HEADER_BYTES, bytes);
    }

    /** Sets the most items in one batch. */
    public Builder maxBatch(int items) {
      return set(MAX_BATCH, items);
    }

    /** Sets what survives, with one line on what may be lost and when. */
    public Builder durability(Durability durability, String detail) {
      return set(DURABILITY, durability, detail);
    }

    /** Returns the traits. */
    public Traits build() {
      return new Traits(this);
    }
  }
}
