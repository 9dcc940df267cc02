package io.patternsdk.testkit.contract;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.driver.DriverProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One way to run a driver: a server of one kind and the settings that reach it. Immutable; each
 * method but the readers returns a changed copy.
 */
public final class Variant {
  private final String name;
  private final DriverProvider provider;
  private final Supplier<? extends Map<String, ?>> settings;
  private final boolean shared;
  private final Duration patience;
  private final @Nullable Class<?> client;
  private final @Nullable Supplier<AutoCloseable> stall;
  private final @Nullable UnaryOperator<Map<String, Object>> powerLoss;
  private final @Nullable Missing missing;
  private final int sampled;

  private Variant(
      String name,
      DriverProvider provider,
      Supplier<? extends Map<String, ?>> settings,
      boolean shared,
      Duration patience,
      @Nullable Class<?> client,
      @Nullable Supplier<AutoCloseable> stall,
      @Nullable UnaryOperator<Map<String, Object>> powerLoss,
      @Nullable Missing missing,
      int sampled) {
    this.name = name;
    this.provider = provider;
    this.settings = settings;
    this.shared = shared;
    this.patience = patience;
    this.client = client;
    this.stall = stall;
    this.powerLoss = powerLoss;
    this.missing = missing;
    this.sampled = sampled;
  }

  /** Why a variant cannot run here, and what is left untested by that. */
  record Missing(String reason, Set<String> untested) {}

  /** Returns a variant; the settings are asked for at each opening of the driver. */
  public static Variant of(
      String name, DriverProvider provider, Supplier<? extends Map<String, ?>> settings) {
    return new Variant(
        name, provider, settings, true, Duration.ofMinutes(1), null, null, null, null, 1);
  }

  /**
   * Returns a variant that cannot run on this machine, for want of a server of the right version.
   * It is shown as aborted, with the reason, and as failed where the environment has {@code CI}.
   *
   * @param reason what is missing and how to get it
   * @param untested the capabilities that only this variant declares
   */
  public static Variant missing(
      String name, DriverProvider provider, String reason, Capability<?>... untested) {
    Missing missing = new Missing(reason, Capability.names(untested));
    return new Variant(name, provider, Map::of, true, Duration.ZERO, null, null, null, missing, 1);
  }

  /**
   * Says that every opening has a store of its own, so that two drivers see nothing of each other.
   * Cases of two drivers then use one driver twice.
   */
  public Variant unshared() {
    return new Variant(
        name, provider, settings, false, patience, client, stall, powerLoss, missing, sampled);
  }

  /** Sets how long to wait for what must happen; a minute unless said otherwise. */
  public Variant patience(Duration patience) {
    return new Variant(
        name, provider, settings, shared, patience, client, stall, powerLoss, missing, sampled);
  }

  /** Sets the native client that {@code unwrap} must return; none unless said otherwise. */
  public Variant client(Class<?> client) {
    return new Variant(
        name, provider, settings, shared, patience, client, stall, powerLoss, missing, sampled);
  }

  /**
   * Says how to make the backend answer nothing until what is returned is closed: stop its process,
   * or hold the lock that its calls need. Every call must then end at its deadline. Without it that
   * is not tested here; a driver of a server is held to it by {@link DriverFaults} as well.
   */
  public Variant stalledBy(Supplier<AutoCloseable> stall) {
    return new Variant(
        name, provider, settings, shared, patience, client, stall, powerLoss, missing, sampled);
  }

  /**
   * Says what a loss of power leaves: takes the settings by which a store was opened and returns
   * those that open a copy of what is on its disk at that moment, without all that was never
   * synced; the store itself goes on. What is declared as {@code SYNCED} must then be there.
   * Without it that is not tested here.
   */
  public Variant losingPower(UnaryOperator<Map<String, Object>> powerLoss) {
    return new Variant(
        name, provider, settings, shared, patience, client, stall, powerLoss, missing, sampled);
  }

  /**
   * Says that most of its cases are left out of a usual run, because it is slow and much like
   * another variant: of each so many one is run, which {@code patternsdk.base} chooses. All are run
   * where {@code patternsdk.whole} is true, as {@code script/prove} has it, where the matrix is
   * written, and where {@code patternsdk.only} names some.
   */
  public Variant sampled(int ofSoMany) {
    return new Variant(
        name, provider, settings, shared, patience, client, stall, powerLoss, missing, ofSoMany);
  }

  /** Returns of how many cases one is run; 1 if all are. */
  int sampled() {
    return sampled;
  }

  Optional<UnaryOperator<Map<String, Object>>> powerLoss() {
    return Optional.ofNullable(powerLoss);
  }

  Optional<Supplier<AutoCloseable>> stall() {
    return Optional.ofNullable(stall);
  }

  /** Returns its name among the variants of the driver. */
  public String name() {
    return name;
  }

  DriverProvider provider() {
    return provider;
  }

  Map<String, Object> settings(Map<String, ?> more) {
    Map<String, Object> all = new HashMap<>(settings.get());
    all.putAll(more);
    return all;
  }

  /** Tells whether all openings of the driver see one store. */
  public boolean shared() {
    return shared;
  }

  /** Returns how long to wait for what must happen. */
  public Duration patience() {
    return patience;
  }

  Optional<Missing> missing() {
    return Optional.ofNullable(missing);
  }

  Optional<Class<?>> client() {
    return Optional.ofNullable(client);
  }

  @Override
  public String toString() {
    return name;
  }
}
