package io.patternsdk.lifecycle.config;

import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Settings;
import java.util.List;
import java.util.Optional;

/**
 * What the file says of one slot. The names of interfaces and of the slot itself are not checked
 * here, because that takes the pattern and the drivers; their places are kept for it.
 *
 * @param name the slot, at its place
 * @param requiredInterfaces what the backend must have beyond what the pattern's code requires
 * @param preferredInterfaces what is used where the backend has it, beyond the code's own
 * @param optional whether the slot may stay empty, where the file says so
 * @param description one line; may be empty
 * @param backends the backends that fill the slot, in this order, where the file says so; otherwise
 *     the backend with the slot's own name is meant
 * @param guard what every call through this slot passes
 */
public record SlotConfig(
    Located<String> name,
    List<Located<String>> requiredInterfaces,
    List<Located<String>> preferredInterfaces,
    Optional<Located<Boolean>> optional,
    String description,
    Optional<List<Located<String>>> backends,
    GuardConfig guard) {

  /** Copies the lists. */
  public SlotConfig {
    requiredInterfaces = List.copyOf(requiredInterfaces);
    preferredInterfaces = List.copyOf(preferredInterfaces);
    backends = backends.map(List::copyOf);
  }

  static SlotConfig from(String name, Settings s, GuardConfig inherited) {
    return new SlotConfig(
        new Located<>(name, s.location(), s.dottedPath()),
        s.locatedStrings("required_interfaces").alias("interfaces").orElse(List.of()),
        s.locatedStrings("optional_interfaces").alias("prefers").orElse(List.of()),
        s.bool("optional").located().optional(),
        s.string("description").orElse(""),
        backends(s),
        GuardConfig.from(s.section("concurrency"), inherited));
  }

  static SlotConfig absent(String name, PatternConfig pattern, GuardConfig guard) {
    return new SlotConfig(
        new Located<>(name, pattern.location(), pattern.path() + ".slots." + name),
        List.of(),
        List.of(),
        Optional.empty(),
        "",
        Optional.empty(),
        guard);
  }

  /** The backends that fill the slot: those that the file names, else the one of its own name. */
  public List<Located<String>> backendNames() {
    return backends.orElseGet(() -> List.of(name));
  }

  private static Optional<List<Located<String>>> backends(Settings s) {
    Optional<Located<String>> one = s.string("backend").located().optional();
    Optional<List<Located<String>>> many =
        s.locatedStrings("backends").check(names -> !names.isEmpty(), "at least one").optional();
    if (one.isPresent() && many.isPresent()) {
      s.problem("backends", "is given beside backend", "keep one of them");
    }
    return many.or(() -> one.map(List::of));
  }
}
