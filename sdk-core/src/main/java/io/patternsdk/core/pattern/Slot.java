package io.patternsdk.core.pattern;

import io.patternsdk.core.capability.Capability;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
  private final String description;

  private Slot(
      String name,
      Arity arity,
      int least,
      Set<Capability<?>> required,
      Set<Capability<?>> preferred,
      String description) {
    this.name = name;
    this.arity = arity;
    this.least = least;
    this.required = required;
    this.preferred = preferred;
    this.description = description;
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
    return new Slot(name, Arity.REQUIRED, 1, ordered(required), Set.of(), "");
  }

  /** Returns a slot that takes one backend or none. */
  public static Slot optional(String name, Capability<?>... required) {
    return new Slot(name, Arity.OPTIONAL, 0, ordered(required), Set.of(), "");
  }

  /**
   * Returns a slot that takes one or more backends and works with one of them, unless {@link
   * #atLeast(int)} says more. The others may be down: see {@link FilledSlot}.
   */
  public static Slot many(String name, Capability<?>... required) {
    return new Slot(name, Arity.MANY, 1, ordered(required), Set.of(), "");
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
    return new Slot(name, arity, members, required, preferred, description);
  }

  /** Returns this slot with capabilities that it uses where the backend has them. */
  public Slot prefers(Capability<?>... preferred) {
    return new Slot(name, arity, least, required, ordered(preferred), description);
  }

  /** Returns this slot with one line on what it is for. */
  public Slot describedAs(String description) {
    return new Slot(name, arity, least, required, preferred, description);
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

  /** Returns one line on what it is for; may be empty. */
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return name + required;
  }

  private static Set<Capability<?>> ordered(Capability<?>... capabilities) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(capabilities)));
  }
}
