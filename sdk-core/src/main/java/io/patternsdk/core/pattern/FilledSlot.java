package io.patternsdk.core.pattern;

import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.layer.Layer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A slot with the backend that fills it, its capabilities guarded and measured; for a slot that
 * takes many, one of its members. Thread-safe.
 *
 * <p>A member may be down when the pattern starts; then it is opened in the background. Until that
 * has happened it has what the slot requires and nothing that it prefers, and each call fails at
 * once with UNAVAILABLE, effect NONE and the time until the next attempt. What was required of it
 * then works from that moment on: nothing has to be asked for again. {@link #onChange} tells when
 * it happens.
 */
public final class FilledSlot {
  private final SlotSupply supply;

  FilledSlot(SlotSupply supply) {
    this.supply = supply;
  }

  /**
   * Fills a slot with an open backend and layers, outermost first; for patterns that are used
   * without a runner. Nobody looks at its state.
   */
  public static FilledSlot of(String name, Backend backend, Layer... layers) {
    SlotSupply supply = SlotSupply.of(name, backend.info().name(), Set.of(), Clock.system());
    supply.open(backend.capabilities(name, List.of(layers)));
    return supply.slot();
  }

  /**
   * Returns what a member of a slot that takes many is called in logs and metrics: by the slot's
   * name and its own, as {@code regions.eu}, and by one of them where they are the same.
   */
  public static String memberName(String slot, String member) {
    return member.equals(slot) ? slot : slot + "." + member;
  }

  /** Returns the slot's name; for a member of many its {@link #memberName}. */
  public String name() {
    return supply.name();
  }

  /** Returns the name of the driver. */
  public String driver() {
    return supply.driver();
  }

  /**
   * Returns what there is to work with: the backend's capabilities with this slot's layers; before
   * it is open, what the slot requires, with traits of which nothing has been said.
   */
  public Capabilities capabilities() {
    return supply.capabilities();
  }

  /**
   * Returns a required capability.
   *
   * @throws io.patternsdk.core.BackendException UNSUPPORTED if it is not there
   */
  public <T> T require(Capability<T> capability) {
    return capabilities().require(capability);
  }

  /**
   * Returns what a slot with {@link Slot#anyOf} works with, made of the first capability of the
   * choice that the backend has.
   *
   * @throws io.patternsdk.core.BackendException UNSUPPORTED if it has none of them; UNAVAILABLE for
   *     a member that is not open yet, of which nobody knows what it has: ask again when {@link
   *     #onChange} tells that it is up
   */
  public <T> T require(Choice<T> choice) {
    return supply.require(choice);
  }

  /** Returns a preferred capability; empty if the backend does not have it or is not open yet. */
  public <T> Optional<T> find(Capability<T> capability) {
    return capabilities().find(capability);
  }

  /** Returns how it was when somebody last looked; calls no backend. */
  public MemberState state() {
    return supply.state();
  }

  /**
   * Tells a listener soon how it is, and again whenever its status has changed: on a thread of the
   * listener's own, one call at a time, the latest state alone if it takes long. What it throws is
   * logged.
   */
  public void onChange(Consumer<MemberState> listener) {
    supply.onChange(listener);
  }

  @Override
  public String toString() {
    return name() + " (" + driver() + ")";
  }
}
