package io.patternsdk.lifecycle;

import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.Slot.Arity;
import io.patternsdk.lifecycle.config.BackendConfig;
import io.patternsdk.lifecycle.config.SlotConfig;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A slot and what is to fill it.
 *
 * @param slot what the pattern's code says of it
 * @param config what the file says of it
 * @param required the names of the capabilities that code and file require, at their places
 * @param guarantees what code and file require of what a backend guarantees, at its place
 * @param backends what fills it, in order; empty for an optional slot that nobody fills
 */
record PlannedSlot(
    Slot slot,
    SlotConfig config,
    List<Located<String>> required,
    List<Located<Guarantee>> guarantees,
    List<BackendConfig> backends) {

  PlannedSlot {
    required = List.copyOf(required);
    guarantees = List.copyOf(guarantees);
    backends = List.copyOf(backends);
  }

  String name() {
    return slot.name();
  }

  /** Whether the pattern cannot work without it. */
  boolean mandatory() {
    boolean codeSays = slot.arity() != Arity.OPTIONAL;
    return codeSays || config.optional().map(optional -> !optional.value()).orElse(false);
  }

  /** How many of its backends must work; 0 if the pattern does without. */
  int needed() {
    return switch (slot.arity()) {
      case REQUIRED -> 1;
      case OPTIONAL -> mandatory() ? 1 : 0;
      case MANY -> Math.max(slot.atLeast(), config.atLeast().map(Located::value).orElse(0));
    };
  }

  /** How many of its backends must be open at the start: of many that may come late, the needed. */
  int neededAtStart() {
    return slot.arity() == Arity.MANY ? needed() : backends.size();
  }

  /** The name of one member: the slot's, and the backend's too where a slot takes many. */
  String memberName(BackendConfig backend) {
    return slot.arity() == Arity.MANY
        ? FilledSlot.memberName(name(), backend.name().value())
        : name();
  }

  /** What is used of some capabilities: what the code uses, and what the file names. */
  List<Capability<?>> used(Collection<Capability<?>> there) {
    Stream<Capability<?>> file = there.stream().filter(this::inFile);
    return Stream.concat(slot.used(there), file).distinct().toList();
  }

  private boolean inFile(Capability<?> capability) {
    return Stream.of(config.requiredInterfaces(), config.preferredInterfaces())
        .flatMap(List::stream)
        .anyMatch(name -> capability.isNamed(name.value()));
  }

  /** What the pattern or the file would use and the backend does not have. */
  List<String> preferredBut(Capabilities capabilities) {
    return Stream.concat(
            slot.preferred().stream().map(c -> c.name()),
            config.preferredInterfaces().stream().map(Located::value))
        .filter(name -> !capabilities.names().contains(name))
        .distinct()
        .toList();
  }
}
