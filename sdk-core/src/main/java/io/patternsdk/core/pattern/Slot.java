package io.patternsdk.core.pattern;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A place in a pattern for a backend, with the capabilities that the pattern's code needs there.
 * Immutable.
 */
public final class Slot {
  private final String name;
  private final Arity arity;
  private final int least;
  private final Set<Capability<?>> required;
  private final Set<Capability<?>> preferred;
  private final Set<Capability<?>> choice;
  private final Set<Guarantee> guarantees;
  private final String description;

  private Slot(Draft draft) {
    this.name = draft.name;
    this.arity = draft.arity;
    this.least = draft.least;
    this.required = draft.required;
    this.preferred = draft.preferred;
    this.choice = draft.choice;
    this.guarantees = draft.guarantees;
    this.description = draft.description;
  }

  /** A slot in the making; copied from one and changed in one respect. */
  private static final class Draft {
    private final String name;
    private final Arity arity;
    private int least;
    private final Set<Capability<?>> required;
    private Set<Capability<?>> preferred = Set.of();
    private Set<Capability<?>> choice = Set.of();
    private Set<Guarantee> guarantees = Set.of();
    private String description = "";

    Draft(String name, Arity arity, int least, Capability<?>... required) {
      this.name = name;
      this.arity = arity;
      this.least = least;
      this.required = ordered(required);
    }

    Draft(Slot slot) {
      this.name = slot.name;
      this.arity = slot.arity;
      this.least = slot.least;
      this.required = slot.required;
      this.preferred = slot.preferred;
      this.choice = slot.choice;
      this.guarantees = slot.guarantees;
      this.description = slot.description;
    }
  }

  /** How many backends a slot takes. */
  public enum Arity {
    /** Exactly one. */
    REQUIRED,
    /** One or none. */
    OPTIONAL,
    /** One or more, each a member under its own name. */
    MANY
  }

  /** Returns a slot that takes exactly one backend. */
  public static Slot required(String name, Capability<?>... required) {
    return new Slot(new Draft(name, Arity.REQUIRED, 1, required));
  }

  /** Returns a slot that takes one backend or none. */
  public static Slot optional(String name, Capability<?>... required) {
    return new Slot(new Draft(name, Arity.OPTIONAL, 0, required));
  }

  /**
   * Returns a slot that takes one or more backends and works with one of them, unless {@link
   * #atLeast(int)} says more. The others may be down: see {@link FilledSlot}.
   */
  public static Slot many(String name, Capability<?>... required) {
    return new Slot(new Draft(name, Arity.MANY, 1, required));
  }

  /**
   * Returns this slot with how many of its members must work: fewer fail the start, and later make
   * the process unready. What is missing beyond that makes it degraded.
   *
   * @throws IllegalArgumentException if it is less than 1 or the slot does not take many
   */
  public Slot atLeast(int members) {
    if (members < 1 || arity != Arity.MANY) {
      throw new IllegalArgumentException(
          "atLeast(" + members + ") of the slot " + name + ", which takes " + arity);
    }
    Draft draft = new Draft(this);
    draft.least = members;
    return new Slot(draft);
  }

  /** Returns this slot with capabilities that it uses where the backend has them. */
  public Slot prefers(Capability<?>... preferred) {
    Draft draft = new Draft(this);
    draft.preferred = ordered(preferred);
    return new Slot(draft);
  }

  /**
   * Returns this slot for backends that have one of several capabilities, whichever it is, beyond
   * what is required: see {@link FilledSlot#require(Choice)}.
   *
   * @throws IllegalArgumentException if there is nothing to choose from
   */
  public Slot anyOf(Choice<?> choice) {
    if (choice.capabilities().isEmpty()) {
      throw new IllegalArgumentException("the slot " + name + " has nothing to choose from");
    }
    Draft draft = new Draft(this);
    draft.choice = choice.capabilities();
    return new Slot(draft);
  }

  /**
   * Returns this slot with what every backend in it must guarantee at least, of each capability
   * that it is required to have, was chosen for or is preferred for, as far as the guarantee is
   * about it.
   *
   * @throws IllegalArgumentException if a guarantee is about none of them, or one trait is named
   *     twice
   */
  public Slot requires(Guarantee... guarantees) {
    Set<Trait<?>> traits = new HashSet<>();
    for (Guarantee guarantee : guarantees) {
      if (named().noneMatch(c -> c.guarantees().contains(guarantee.trait()))) {
        throw new IllegalArgumentException(
            guarantee.trait() + " is nothing that the capabilities of the slot " + this + " have");
      }
      if (!traits.add(guarantee.trait())) {
        throw new IllegalArgumentException(guarantee.trait() + " of the slot " + name + " twice");
      }
    }
    Draft draft = new Draft(this);
    draft.guarantees = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(guarantees)));
    return new Slot(draft);
  }

  /** Returns this slot with one line on what it is for. */
  public Slot describedAs(String description) {
    Draft draft = new Draft(this);
    draft.description = description;
    return new Slot(draft);
  }

  /** Returns its name in configuration. */
  public String name() {
    return name;
  }

  /** Returns how many backends it takes. */
  public Arity arity() {
    return arity;
  }

  /** Returns how many of its backends must work; 0 for an optional one. */
  public int atLeast() {
    return least;
  }

  /** Returns what a backend must have to fill it; unmodifiable, in order of declaration. */
  public Set<Capability<?>> required() {
    return required;
  }

  /** Returns what the pattern uses where it is there; unmodifiable, in order of declaration. */
  public Set<Capability<?>> preferred() {
    return preferred;
  }

  /** Returns of what a backend must have one; empty if there is no choice; the best first. */
  public Set<Capability<?>> choice() {
    return choice;
  }

  /** Returns what a backend must guarantee at least; unmodifiable, in order of declaration. */
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  /** Returns all capabilities that it names, each once, in order of declaration. */
  public Stream<Capability<?>> named() {
    return Stream.of(required, choice, preferred).flatMap(Set::stream).distinct();
  }

  /** Returns those of them that are used where some are there: of a choice, the best alone. */
  public Stream<Capability<?>> used(Collection<? extends Capability<?>> there) {
    Stream<Capability<?>> chosen = choice.stream().filter(there::contains).limit(1);
    return Stream.of(required.stream(), chosen, preferred.stream())
        .flatMap(some -> some)
        .filter(there::contains)
        .distinct();
  }

  /** Returns one line on what it is for; may be empty. */
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return name + required + (choice.isEmpty() ? "" : " and one of " + choice);
  }

  private static Set<Capability<?>> ordered(Capability<?>... capabilities) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(capabilities)));
  }
}
