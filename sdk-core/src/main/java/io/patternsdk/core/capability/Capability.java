package io.patternsdk.core.capability;

import io.patternsdk.core.driver.DriverProvider;
import java.util.Arrays;
import java.util.Set;
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
  private final String name;
  private final Set<String> aliases;
  private final Class<T> type;
  private final Forwarder<T> forwarder;

  private Capability(String name, Set<String> aliases, Class<T> type, Forwarder<T> forwarder) {
    this.name = name;
    this.aliases = aliases;
    this.type = type;
    this.forwarder = forwarder;
  }

  /** Defines a capability. Two with the same name and interface are equal. */
  public static <T> Capability<T> of(
      String name, Class<T> type, Forwarder<T> forwarder, String... aliases) {
    return new Capability<>(name, Set.of(aliases), type, forwarder);
  }

  /** Returns the names of some capabilities, as {@link DriverProvider#canOffer} wants them. */
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

  /** Returns its interface. */
  public Class<T> type() {
    return type;
  }

  /** Puts checks, namespace and layers round a driver's object. */
  T forward(T driver, Wiring wiring) {
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
}
