package io.patternsdk.core.capability;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How far a backend goes in one respect, such as {@link Traits.Durability#SYNCED}. An enum
 * implements it whose constants are in order: each promises all that those before it do.
 */
public interface Guarantee {

  /** Returns what it is a value of; the same for all constants of an enum. */
  Trait<? extends Guarantee> trait();

  /** Returns what it promises, in plain words that go on from the name of the trait. */
  String meaning();

  /** Returns the name of the constant. */
  String name();

  /** Returns its place among the constants of its enum, the weakest being 0. */
  int ordinal();

  /** Returns its name in configuration, such as {@code at_least_once}. */
  default String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether it is of the same trait as what is demanded, and at least as strong. */
  default boolean meets(Guarantee demanded) {
    return trait() == demanded.trait() && ordinal() >= demanded.ordinal();
  }

  /** Returns all values of a trait, the weakest first. */
  static <G extends Guarantee> List<G> valuesOf(Trait<G> trait) {
    @SuppressWarnings("unchecked") // an enum's constants are of its type
    G[] all = (G[]) ((Enum<?>) (Object) trait.otherwise()).getDeclaringClass().getEnumConstants();
    return Arrays.asList(all);
  }

  /** Returns a trait as one of guarantees. */
  @SuppressWarnings("unchecked") // its values are what it states itself
  static Trait<? extends Guarantee> check(Trait<?> trait) {
    if (trait.otherwise() instanceof Guarantee) {
      return (Trait<? extends Guarantee>) trait;
    }
    throw new IllegalArgumentException("the values of " + trait + " are no guarantees");
  }
}
