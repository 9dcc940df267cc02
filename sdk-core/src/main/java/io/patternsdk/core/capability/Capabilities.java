package io.patternsdk.core.capability;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.LayerOrder;
import io.patternsdk.core.layer.Site;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The capabilities that are there, each with the object that does the work. What is declared is
 * what was added, so it cannot drift from what works. Immutable, thread-safe.
 */
public final class Capabilities {
  private final Map<Capability<?>, Offer<?>> offers;

  private Capabilities(Map<Capability<?>, Offer<?>> offers) {
    this.offers = offers;
  }

  /** Starts with none. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the object for a capability; empty if it is not there. */
  public <T> Optional<T> find(Capability<T> capability) {
    Offer<?> offer = offers.get(capability);
    return offer == null ? Optional.empty() : Optional.of(capability.type().cast(offer.object()));
  }

  /**
   * Returns the object for a capability.
   *
   * @throws BackendException UNSUPPORTED, naming what is there, if it is not
   */
  public <T> T require(Capability<T> capability) {
    return find(capability).orElseThrow(() -> missing(capability));
  }

  /** Tells whether a capability is there. */
  public boolean has(Capability<?> capability) {
    return offers.containsKey(capability);
  }

  /**
   * Returns what the driver promises for a capability.
   *
   * @throws BackendException UNSUPPORTED if it is not there
   */
  public Traits traits(Capability<?> capability) {
    Offer<?> offer = offers.get(capability);
    if (offer == null) {
      throw missing(capability);
    }
    return offer.traits;
  }

  private BackendException missing(Capability<?> capability) {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        "no " + capability + " here; there is " + String.join(", ", names()));
  }

  /** Returns the capabilities, in the order in which they were added; unmodifiable. */
  public Set<Capability<?>> all() {
    return Collections.unmodifiableSet(offers.keySet());
  }

  /** Returns the names of the capabilities, sorted. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    offers.keySet().forEach(capability -> names.add(capability.name()));
    return names;
  }

  /**
   * Puts checks, a namespace and layers, outermost first, round each when it is asked for.
   *
   * @throws IllegalArgumentException if the layers are in a wrong order, with the reason
   */
  public Capabilities forward(Site site, Namespace namespace, List<Layer> layers) {
    LayerOrder.check(layers);
    Map<Capability<?>, Offer<?>> forwarded = new LinkedHashMap<>();
    offers.forEach((c, offer) -> forwarded.put(c, offer.forward(site, namespace, layers)));
    return new Capabilities(forwarded);
  }

  private static final class Offer<T> {
    private final Capability<T> capability;
    private final Traits traits;
    private final Lazy<T> object;

    Offer(Capability<T> capability, Traits traits, Lazy<T> object) {
      this.capability = capability;
      this.traits = traits;
      this.object = object;
    }

    T object() {
      return object.get();
    }

    Offer<T> forward(Site site, Namespace namespace, List<Layer> layers) {
      Wiring wiring = Wiring.at(site).namespace(namespace).traits(traits).layers(layers);
      return new Offer<>(
          capability, traits, new Lazy<>(() -> capability.forward(object(), wiring)));
    }
  }

  /** Collects {@link Capabilities}; for one thread. */
  public static final class Builder {
    private final Map<Capability<?>, Offer<?>> offers = new LinkedHashMap<>();

    private Builder() {}

    /** Adds a capability with the object that does the work and what it promises. */
    public <T> Builder add(Capability<T> capability, T object, Traits traits) {
      if (offers.put(capability, new Offer<>(capability, traits, Lazy.of(object))) != null) {
        throw new IllegalArgumentException(capability + " is added twice");
      }
      return this;
    }

    /** Adds a capability if the connected server can do it. */
    public <T> Builder addIf(boolean can, Capability<T> capability, T object, Traits traits) {
      return can ? add(capability, object, traits) : this;
    }

    /** Returns the capabilities. */
    public Capabilities build() {
      return new Capabilities(Collections.unmodifiableMap(new LinkedHashMap<>(offers)));
    }
  }
}
