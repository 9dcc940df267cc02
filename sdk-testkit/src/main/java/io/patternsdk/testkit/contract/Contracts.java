package io.patternsdk.testkit.contract;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What there is to test capabilities by: contracts, sample calls and cases of faults. Immutable;
 * whoever defines a capability adds to it, once in a {@link CapabilitySuite} or for one driver in
 * {@link DriverContracts#contracts}.
 */
public final class Contracts {
  private final Map<String, List<Contract<Subject, ?>>> contracts;
  private final Map<String, List<Contract<FaultSubject, ?>>> faults;
  private final Map<String, Sample<?>> samples;
  private final Set<String> local;

  private Contracts(
      Map<String, List<Contract<Subject, ?>>> contracts,
      Map<String, List<Contract<FaultSubject, ?>>> faults,
      Map<String, Sample<?>> samples,
      Set<String> local) {
    this.contracts = Collections.unmodifiableMap(contracts);
    this.faults = Collections.unmodifiableMap(faults);
    this.samples = Collections.unmodifiableMap(samples);
    this.local = Set.copyOf(local);
  }

  /** Returns none. */
  public static Contracts empty() {
    return new Contracts(Map.of(), Map.of(), Map.of(), Set.of());
  }

  /** Returns those of every {@link CapabilitySuite} on the class path. */
  public static Contracts load() {
    Contracts all = empty();
    for (CapabilitySuite suite : ServiceLoader.load(CapabilitySuite.class)) {
      all = suite.addTo(all);
    }
    return all;
  }

  /**
   * Returns these with one more contract.
   *
   * @param capability what it tests
   * @param type the class with the {@link Case} methods
   * @param factory makes the instance on which one case runs
   */
  public <C> Contracts with(Capability<?> capability, Class<C> type, Function<Subject, C> factory) {
    return new Contracts(
        plus(contracts, capability, new Contract<>(type, factory)), faults, samples, local);
  }

  /**
   * Returns these with more cases of what is kept when connections and servers break, for drivers
   * that have {@link DriverFaults}.
   *
   * @param capability what it tests
   * @param type the class with the {@link Case} methods
   * @param factory makes the instance on which one case runs
   */
  public <C> Contracts withFaults(
      Capability<?> capability, Class<C> type, Function<FaultSubject, C> factory) {
    return new Contracts(
        contracts, plus(faults, capability, new Contract<>(type, factory)), samples, local);
  }

  /**
   * Returns these with a capability's sample: a call that goes to the backend and back, changes
   * something if the capability can, succeeds as often as it is made, and waits for nothing. By it
   * every driver is held to deadlines, to CLOSED, and to what is told of a server that is gone.
   *
   * @throws IllegalArgumentException if the capability has one
   */
  public <T> Contracts withSample(Capability<T> capability, Consumer<? super T> call) {
    Map<String, Sample<?>> more = new LinkedHashMap<>(samples);
    if (more.put(capability.name(), new Sample<>(capability, call)) != null) {
      throw new IllegalArgumentException(capability + " has a sample call already");
    }
    return new Contracts(contracts, faults, more, local);
  }

  /** Returns these with a capability that needs no sample, since no call of it asks the backend. */
  public Contracts withoutSample(Capability<?> capability) {
    Set<String> more = new LinkedHashSet<>(local);
    more.add(capability.name());
    return new Contracts(contracts, faults, samples, more);
  }

  private static <S extends CaseSubject> Map<String, List<Contract<S, ?>>> plus(
      Map<String, List<Contract<S, ?>>> known, Capability<?> capability, Contract<S, ?> contract) {
    Map<String, List<Contract<S, ?>>> more = new LinkedHashMap<>(known);
    List<Contract<S, ?>> several = new ArrayList<>(more.getOrDefault(capability.name(), List.of()));
    several.add(contract);
    more.put(capability.name(), List.copyOf(several));
    return more;
  }

  /** Returns the contracts that every driver keeps, whatever it declares. */
  static List<Contract<Subject, ?>> driver() {
    return List.of(
        new Contract<>(DriverContract.class, DriverContract::new),
        new Contract<>(DriverEndContract.class, DriverEndContract::new));
  }

  /** Returns the cases of faults that every driver keeps, whatever it declares. */
  static List<Contract<FaultSubject, ?>> connection() {
    return List.of(new Contract<>(ConnectionFaults.class, ConnectionFaults::new));
  }

  /** Returns the contracts of all capabilities by their names. */
  Map<String, List<Contract<Subject, ?>>> contracts() {
    return contracts;
  }

  /** Returns the contracts of a capability; none if it has none. */
  List<Contract<Subject, ?>> of(String capability) {
    return contracts.getOrDefault(capability, List.of());
  }

  /** Returns the cases of faults of all capabilities by their names. */
  Map<String, List<Contract<FaultSubject, ?>>> faults() {
    return faults;
  }

  /** Tells whether a capability has a sample call, or has none by its nature. */
  boolean hasSample(String capability) {
    return samples.containsKey(capability) || local.contains(capability);
  }

  /** Returns a call of each capability that a backend has, by the name of the capability. */
  Map<String, Runnable> samples(Backend backend) {
    Map<String, Runnable> calls = new TreeMap<>();
    samples.forEach((name, sample) -> sample.on(backend).ifPresent(call -> calls.put(name, call)));
    return calls;
  }
}
