package io.patternsdk.core.capability;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** In which order messages come. */
  public static final Trait<Ordering> ORDERING =
      Trait.of("ordering", "in which order messages come", Ordering.NONE);

  /** How often a message comes. */
  public static final Trait<Delivery> DELIVERY =
      Trait.of("delivery", "how often a message comes", Delivery.AT_MOST_ONCE);

  /** What a read sees of the writes before it. */
  public static final Trait<Consistency> CONSISTENCY =
      Trait.of("consistency", "what a read sees of the writes before it", Consistency.EVENTUAL);

  /** What remains of a batch that fails. */
  public static final Trait<Atomicity> ATOMICITY =
      Trait.of("atomicity", "what remains of a batch that fails", Atomicity.ITEM);

  private static final List<Trait<? extends Guarantee>> GUARANTEES =
      List.of(DURABILITY, ORDERING, DELIVERY, CONSISTENCY, ATOMICITY);

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
  public enum Durability implements Guarantee {
    /** Lost when the server, or the process for an embedded store, ends. */
    VOLATILE("what was acknowledged is lost when the server ends"),
    /** Survives its end but for the last moments, as the detail says. */
    PERIODIC("what was acknowledged survives but for the last moments"),
    /** Survives a crash at any moment. */
    SYNCED("what was acknowledged survives a crash at any moment");

    private final String meaning;

    Durability(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public Trait<Durability> trait() {
      return DURABILITY;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /**
   * In which order messages come; what is repeated is repeated in that order too. One message is
   * before another if its sending had returned when that of the other began.
   */
  public enum Ordering implements Guarantee {
    /** In any. */
    NONE("messages come in any order"),
    /** Those of one key, or of one topic where messages have none, that one sender sent. */
    KEY("messages of one sender and key come in the order in which they were sent"),
    /** Those of one partition, whoever sent them, and for all receivers alike. */
    PARTITION("messages of one partition come in one order, the same for all"),
    /** Those of one topic, queue or stream, whoever sent them, and for all receivers alike. */
    TOTAL("all messages come in one order, the same for all");

    private final String meaning;

    Ordering(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public Trait<Ordering> trait() {
      return ORDERING;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** How often a message comes to whom it is for. */
  public enum Delivery implements Guarantee {
    /** Once, or not at all. */
    AT_MOST_ONCE("a message comes once or not at all"),
    /** Until it is acknowledged. */
    AT_LEAST_ONCE("a message comes until it is acknowledged, so it may come again");

    private final String meaning;

    Delivery(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public Trait<Delivery> trait() {
      return DELIVERY;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** What a read sees of the writes that had returned when it began. */
  public enum Consistency implements Guarantee {
    /** All of them, some time later. */
    EVENTUAL("a read sees earlier writes some time later"),
    /** Those of the same backend at once, those of others some time later. */
    OWN_WRITES("a read sees all earlier writes of its own process"),
    /** All of them, whoever made them. */
    LINEARIZABLE("a read sees all earlier writes, whoever made them");

    private final String meaning;

    Consistency(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public Trait<Consistency> trait() {
      return CONSISTENCY;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** What remains of a batch that fails. */
  public enum Atomicity implements Guarantee {
    /** Any part of it; each item is applied as a whole or not at all. */
    ITEM("of a batch that fails any part may be applied"),
    /** All of it or nothing. */
    BATCH("a batch is applied as a whole or not at all");

    private final String meaning;

    Atomicity(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public Trait<Atomicity> trait() {
      return ATOMICITY;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  private record Said(Object value, String detail, String remedy) {}

  /** Returns the traits of which nothing has been said. */
  public static Traits defaults() {
    return DEFAULTS;
  }

  /** Returns the traits of the SDK whose values are guarantees; unmodifiable. */
  public static List<Trait<? extends Guarantee>> guarantees() {
    return GUARANTEES;
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

  /**
   * Returns one line on what would make a guarantee stronger, a setting of the server or of the
   * backend; empty if nothing does or nothing was said.
   */
  public String remedy(Trait<? extends Guarantee> trait) {
    Said there = said.get(trait);
    return there == null ? "" : there.remedy();
  }

  /** Tells whether something was said of a trait. */
  public boolean says(Trait<?> trait) {
    return said.containsKey(trait);
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
      said.put(trait, new Said(value, detail, ""));
      return this;
    }

    /** Sets the guarantee that a constant is, with one line on how it was learnt. */
    public Builder guarantee(Guarantee value, String detail) {
      return guarantee(value, detail, "");
    }

    /**
     * Sets the guarantee that a constant is, with one line on how it was learnt or what it depends
     * on, and one on what would make it stronger, such as {@code set appendfsync always}.
     */
    public Builder guarantee(Guarantee value, String detail, String remedy) {
      said.put(value.trait(), new Said(value, detail, remedy));
      return this;
    }

    /** Says all that other traits say, over what was said before. */
    public Builder with(Traits others) {
      said.putAll(others.said);
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
