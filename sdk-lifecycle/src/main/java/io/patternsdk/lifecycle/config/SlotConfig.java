package io.patternsdk.lifecycle.config;

import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * What the file says of one slot. The names of interfaces and of the slot itself are not checked
 * here, because that takes the pattern and the drivers; their places are kept for it.
 *
 * @param name the slot, at its place
 * @param requiredInterfaces what the backend must have beyond what the pattern's code requires
 * @param preferredInterfaces what is used where the backend has it, beyond the code's own
 * @param guarantees what the backend must guarantee beyond what the pattern's code requires
 * @param optional whether the slot may stay empty, where the file says so
 * @param description one line; may be empty
 * @param backends the backends that fill the slot, in this order, where the file says so; otherwise
 *     the backend with the slot's own name is meant
 * @param atLeast how many members of a slot that takes many must work, where the file says so
 * @param guard what every call through this slot passes, each member with a guard of its own
 * @param members what the file says of single members of a slot that takes many, by backend
 */
public record SlotConfig(
    Located<String> name,
    List<Located<String>> requiredInterfaces,
    List<Located<String>> preferredInterfaces,
    List<Located<Guarantee>> guarantees,
    Optional<Located<Boolean>> optional,
    String description,
    Optional<List<Located<String>>> backends,
    Optional<Located<Integer>> atLeast,
    GuardConfig guard,
    SequencedMap<String, MemberConfig> members) {

  /** Copies lists and map. */
  public SlotConfig {
    requiredInterfaces = List.copyOf(requiredInterfaces);
    preferredInterfaces = List.copyOf(preferredInterfaces);
    guarantees = List.copyOf(guarantees);
    backends = backends.map(List::copyOf);
    members = Ordered.copy(members);
  }

  static SlotConfig from(String name, Settings s, GuardConfig inherited) {
    GuardConfig guard = GuardConfig.from(s.section("concurrency"), inherited);
    return new SlotConfig(
        new Located<>(name, s.location(), s.dottedPath()),
        s.locatedStrings("required_interfaces").alias("interfaces").orElse(List.of()),
        s.locatedStrings("optional_interfaces").alias("prefers").orElse(List.of()),
        guarantees(s.section("guarantees")),
        s.bool("optional").located().optional(),
        s.string("description").orElse(""),
        backends(s),
        s.integer("at_least").range(1, 1000).located().optional(),
        guard,
        Ordered.map(
            s.sections("members"),
            (member, settings) -> MemberConfig.from(member, settings, guard)));
  }

  static SlotConfig absent(String name, PatternConfig pattern, GuardConfig guard) {
    return new SlotConfig(
        new Located<>(name, pattern.location(), pattern.path() + ".slots." + name),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        guard,
        Ordered.copy(new LinkedHashMap<>()));
  }

  /** What every call to one of the backends passes. */
  public GuardConfig guard(String backend) {
    MemberConfig member = members.get(backend);
    return member == null ? guard : member.guard();
  }

  /** The backends that fill the slot: those that the file names, else the one of its own name. */
  public List<Located<String>> backendNames() {
    return backends.orElseGet(() -> List.of(name));
  }

  private static List<Located<Guarantee>> guarantees(Settings s) {
    return Traits.guarantees().stream().flatMap(trait -> guarantee(s, trait)).toList();
  }

  private static Stream<Located<Guarantee>> guarantee(
      Settings s, Trait<? extends Guarantee> trait) {
    List<? extends Guarantee> values = Guarantee.valuesOf(trait);
    String[] words = values.stream().map(Guarantee::word).toArray(String[]::new);
    return s.choice(trait.name(), words).located().optional().stream()
        .map(word -> word.map(written -> values.get(List.of(words).indexOf(written))));
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
