package io.patternsdk.core.pattern;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Several capabilities of which one is enough, the best first, each with what makes of it the type
 * that a pattern works with:
 *
 * <pre>{@code
 * static final Choice<Sink> SINK =
 *     Choice.of(Sink.class)
 *         .or(QUEUE_BASIC, QueueSink::new)
 *         .or(PUBSUB_BASIC, TopicSink::new);
 *
 * Slot.required("sink").anyOf(SINK);
 * Sink sink = context.slot("sink").require(SINK);
 * }</pre>
 *
 * Immutable.
 *
 * @param <T> what the pattern works with, whichever of them there is
 */
public final class Choice<T> {
  private final Class<T> type;
  private final List<Alternative<?, T>> alternatives;

  private Choice(Class<T> type, List<Alternative<?, T>> alternatives) {
    this.type = type;
    this.alternatives = List.copyOf(alternatives);
  }

  private record Alternative<C, T>(
      Capability<C> capability, Function<? super C, ? extends T> adapter) {
    Optional<T> in(Capabilities capabilities) {
      return capabilities.find(capability).map(adapter);
    }
  }

  /** Starts without any. */
  public static <T> Choice<T> of(Class<T> type) {
    return new Choice<>(type, List.of());
  }

  /**
   * Returns this choice with one more capability, which is taken where those before it are missing.
   *
   * @throws IllegalArgumentException if it is among them
   */
  public <C> Choice<T> or(Capability<C> capability, Function<? super C, ? extends T> adapter) {
    if (capabilities().contains(capability)) {
      throw new IllegalArgumentException(capability + " stands in the choice twice");
    }
    List<Alternative<?, T>> more = new ArrayList<>(alternatives);
    more.add(new Alternative<>(capability, adapter));
    return new Choice<>(type, more);
  }

  /** Returns the capabilities, the best first; unmodifiable. */
  public Set<Capability<?>> capabilities() {
    Set<Capability<?>> all = new LinkedHashSet<>();
    alternatives.forEach(one -> all.add(one.capability()));
    return Collections.unmodifiableSet(all);
  }

  /** Returns the first of them that is there; empty if none is. */
  public Optional<Capability<?>> taken(Capabilities capabilities) {
    return capabilities().stream().filter(capabilities::has).findFirst();
  }

  /** Returns what the pattern works with, made of the first that is there. */
  T require(Capabilities capabilities) {
    return alternatives.stream()
        .flatMap(one -> one.in(capabilities).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new BackendException(
                    ErrorKind.UNSUPPORTED,
                    "none of "
                        + this
                        + " here; there is "
                        + String.join(", ", capabilities.names())));
  }

  /** Returns the names of the capabilities, the best first. */
  @Override
  public String toString() {
    return alternatives.stream()
        .map(one -> one.capability().name())
        .collect(Collectors.joining(", "));
  }
}
