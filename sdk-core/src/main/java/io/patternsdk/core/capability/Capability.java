package io.patternsdk.core.capability;

import io.patternsdk.core.layer.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A capability as a typed constant: its name in configuration, its interface, and how layers are
 * put round it. The SDK's own are in {@link io.patternsdk.core.standard.StandardCapabilities};
 * third parties define theirs with {@link #of}.
 *
 * @param <T> the interface; it never gains an abstract method once published
 */
public final class Capability<T> {
  /** The name of the key, topic and queue that probes use and nobody else. */
  public static final String PROBED = "_health";

  private final String name;
  private final Set<String> aliases;
  private final Class<T> type;
  private final Forwarder<T> forwarder;
  private final List<Operation> operations;
  private final List<Trait<? extends Guarantee>> guarantees;
  private final @Nullable Consumer<? super T> probe;

  private Capability(Builder<T> builder) {
    this.name = builder.name;
    this.aliases = builder.aliases;
    this.type = builder.type;
    this.forwarder = builder.forwarder;
    this.operations = builder.operations;
    this.guarantees = List.copyOf(builder.guarantees);
    this.probe = builder.probe;
  }

  /** Defines a capability. Two with the same name and interface are equal. */
  public static <T> Capability<T> of(
      String name, Class<T> type, Forwarder<T> forwarder, Operation... operations) {
    return builder(name, type, forwarder).operations(operations).build();
  }

  /** Begins to define a capability. Two with the same name and interface are equal. */
  public static <T> Builder<T> builder(String name, Class<T> type, Forwarder<T> forwarder) {
    return new Builder<>(name, type, forwarder);
  }

  /** Returns the names of some capabilities, as {@code DriverProvider.canOffer} wants them. */
  public static Set<String> names(Capability<?>... capabilities) {
    return Arrays.stream(capabilities)
        .map(Capability::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns its name in configuration, such as {@code keyvalue_basic}. */
  public String name() {
    return name;
  }

  /** Returns other names under which configuration may mention it. */
  public Set<String> aliases() {
    return aliases;
  }

  /** Tells whether this is its name or one of its others. */
  public boolean isNamed(String name) {
    return this.name.equals(name) || aliases.contains(name);
  }

  /** Returns its interface. */
  public Class<T> type() {
    return type;
  }

  /** Returns the call by which one sees that it works; empty if it has none of its own. */
  public Optional<Consumer<? super T>> probe() {
    return Optional.ofNullable(probe);
  }

  /** Returns the operations that its forwarder binds, for tests and tools; unmodifiable. */
  public List<Operation> operations() {
    return operations;
  }

  /**
   * Returns in which respects drivers guarantee more or less of it: those that a driver says
   * something of, and a slot may demand something of; unmodifiable.
   */
  public List<Trait<? extends Guarantee>> guarantees() {
    return guarantees;
  }

  /**
   * Puts checks, namespace and layers round a driver's object, also for capabilities that another
   * one hands out: see {@link Wiring#within}.
   */
  public T forward(T driver, Wiring wiring) {
    return forwarder.forward(driver, wiring);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Capability<?> c && name.equals(c.name) && type.equals(c.type);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Defines a capability; for one thread.
   *
   * @param <T> its interface
   */
  public static final class Builder<T> {
    private final String name;
    private final Class<T> type;
    private final Forwarder<T> forwarder;
    private Set<String> aliases = Set.of();
    private List<Operation> operations = List.of();
    private List<? extends Trait<? extends Guarantee>> guarantees = List.of();
    private @Nullable Consumer<? super T> probe;

    private Builder(String name, Class<T> type, Forwarder<T> forwarder) {
      this.name = name;
      this.type = type;
      this.forwarder = forwarder;
    }

    /** Sets other names under which configuration may mention it. */
    public Builder<T> aliases(String... aliases) {
      this.aliases = Set.of(aliases);
      return this;
    }

    /** Sets the operations that the forwarder binds. */
    public Builder<T> operations(Operation... operations) {
      this.operations = List.of(operations);
      return this;
    }

    /**
     * Sets in which respects drivers guarantee more or less of it; none unless said otherwise.
     *
     * @throws IllegalArgumentException if the values of a trait are no {@link Guarantee}
     */
    public Builder<T> guarantees(Trait<?>... guarantees) {
      this.guarantees = Arrays.stream(guarantees).map(Guarantee::check).toList();
      return this;
    }

    /**
     * Sets the call by which a runner sees that it works. The call is made every few seconds by
     * every process, on the way of all calls. It changes nothing that anybody sees, uses no name
     * but {@link #PROBED}, costs no more than a small call, and fails where the calls that matter
     * would: a server that only reads does not pass the probe of what writes.
     */
    public Builder<T> probe(Consumer<? super T> probe) {
      this.probe = probe;
      return this;
    }

    /** Returns the capability. */
    public Capability<T> build() {
      return new Capability<>(this);
    }
  }
}
