package io.patternsdk.core.pattern;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes one pattern for a program that uses it as a library, without a runner. The builder of a
 * pattern extends it by one line for each slot and one for each setting; {@code LeaderBuilder} of
 * the examples is a whole one. For one thread, and for one pattern. The backends stay the property
 * of whoever opened them.
 *
 * @param <P> the pattern
 * @param <B> the builder itself
 */
public abstract class PatternBuilder<P extends Pattern, B extends PatternBuilder<P, B>> {
  private final PatternProvider<P> provider;
  private final StandaloneContext.Builder context = StandaloneContext.builder();
  private final Map<String, Object> settings = new LinkedHashMap<>();

  /** Starts without slots and with default settings, 10 workers and the machine's clock. */
  protected PatternBuilder(PatternProvider<P> provider) {
    this.provider = provider;
  }

  /** Fills a slot, or adds a member to it, with {@code layers} round it, outermost first. */
  protected final B slot(String name, Backend backend, Layer... layers) {
    context.slot(name, backend, layers);
    return self();
  }

  /** Adds a member of its own name to a slot that takes many, outermost layer first. */
  protected final B member(String slot, String name, Backend backend, Layer... layers) {
    context.slot(slot, FilledSlot.of(FilledSlot.memberName(slot, name), backend, layers));
    return self();
  }

  /** Sets one of the pattern's settings; {@link #build} says what is wrong with it. */
  protected final B set(String name, Object value) {
    settings.put(name, value);
    return self();
  }

  /** Sets some of the pattern's settings, by the names that they have in a file. */
  public final B settings(Map<String, ?> some) {
    settings.putAll(some);
    return self();
  }

  /** Sets how many workers the pattern may use. */
  public final B workers(int workers) {
    context.workers(workers);
    return self();
  }

  /** Sets the source of time. */
  public final B clock(Clock clock) {
    context.clock(clock);
    return self();
  }

  /** Sets the memory that the pattern shares with others; one of its own by default. */
  public final B budget(ByteBudget budget) {
    context.budget(budget);
    return self();
  }

  /** Sets where the pattern counts what it does. */
  public final B meters(Meters meters) {
    context.meters(meters);
    return self();
  }

  /** Sets who learns that the pattern cannot go on; it is logged by default. */
  public final B onFailure(Consumer<Throwable> onFailure) {
    context.onFailure(onFailure);
    return self();
  }

  /**
   * Makes the pattern without starting it.
   *
   * @throws IllegalStateException if a slot has fewer backends than it needs, or more than it takes
   * @throws io.patternsdk.core.BackendException UNSUPPORTED if a backend lacks what its slot needs
   * @throws io.patternsdk.core.config.ConfigException if settings are wrong, with all problems
   */
  public final P build() {
    StandaloneContext made = context.settings(settings).build();
    provider.slots().forEach(slot -> check(slot, made.members(slot.name())));
    return provider.create(made);
  }

  /** Makes the pattern as {@link #build} does and starts it; closing it shuts it down. */
  public final P start() {
    P pattern = build();
    pattern.start();
    return pattern;
  }

  private static void check(Slot slot, List<FilledSlot> members) {
    int most = slot.arity() == Slot.Arity.MANY ? Integer.MAX_VALUE : 1;
    if (members.size() < slot.atLeast() || members.size() > most) {
      throw new IllegalStateException(
          "slot %s has %d backends and takes %s with %s"
              .formatted(slot.name(), members.size(), takes(slot), slot.required()));
    }
    for (FilledSlot member : members) {
      slot.required().forEach(member::require);
    }
  }

  private static String takes(Slot slot) {
    return switch (slot.arity()) {
      case REQUIRED -> "one";
      case OPTIONAL -> "one or none";
      case MANY -> slot.atLeast() + " or more";
    };
  }

  @SuppressWarnings("unchecked") // B is the class of this by its declaration
  private B self() {
    return (B) this;
  }
}
