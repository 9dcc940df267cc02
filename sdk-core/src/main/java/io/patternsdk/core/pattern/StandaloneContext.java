package io.patternsdk.core.pattern;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.layer.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a pattern is made with when it is used as a library, without a runner. The backends stay the
 * property of whoever opened them. Made by {@link #builder()}; immutable.
 */
public final class StandaloneContext implements PatternContext {
  private final Builder made;

  private StandaloneContext(Builder made) {
    this.made = made;
  }

  /** Starts without slots, with default settings, 10 workers and the machine's clock. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Settings settings() {
    return made.settings;
  }

  @Override
  public FilledSlot slot(String name) {
    return optionalSlot(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "slot " + name + " is not filled; filled are " + made.slots.keySet()));
  }

  @Override
  public Optional<FilledSlot> optionalSlot(String name) {
    return members(name).stream().findFirst();
  }

  @Override
  public List<FilledSlot> members(String name) {
    return made.slots.getOrDefault(name, List.of());
  }

  @Override
  public int workers() {
    return made.workers;
  }

  @Override
  public Clock clock() {
    return made.clock;
  }

  @Override
  public ByteBudget budget() {
    return made.budget;
  }

  @Override
  public Meters meters() {
    return made.meters;
  }

  @Override
  public void fail(Throwable cause) {
    made.onFailure.accept(cause);
  }

  /** Builds {@link StandaloneContext}; for one thread, and for one context. */
  public static final class Builder {
    private final Map<String, List<FilledSlot>> slots = new LinkedHashMap<>();
    private Settings settings = Settings.of(Map.of());
    private int workers = 10;
    private Clock clock = Clock.system();
    private ByteBudget budget = ByteBudget.ofHeap();
    private Meters meters = Meters.none();
    private Consumer<Throwable> onFailure =
        cause ->
            System.getLogger(PatternContext.class.getName())
                .log(System.Logger.Level.ERROR, "the pattern cannot go on", cause);

    private Builder() {}

    /** Fills a slot, or adds a member to it, with {@code layers} round it, outermost first. */
    public Builder slot(String name, Backend backend, Layer... layers) {
      return slot(name, FilledSlot.of(name, backend, layers));
    }

    /** Fills a slot, or adds a member to it, with a backend that may open later. */
    public Builder slot(String name, FilledSlot member) {
      slots.computeIfAbsent(name, unused -> new ArrayList<>()).add(member);
      return this;
    }

    /** Sets the pattern's settings. */
    public Builder settings(Settings settings) {
      this.settings = settings;
      return this;
    }

    /** Sets the pattern's settings from a map of plain values. */
    public Builder settings(Map<String, ?> settings) {
      return settings(Settings.of(new LinkedHashMap<String, Object>(settings)));
    }

    /** Sets how many workers the pattern may use. */
    public Builder workers(int workers) {
      this.workers = workers;
      return this;
    }

    /** Sets the source of time. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Sets the memory that the pattern shares with others; one of its own by default. */
    public Builder budget(ByteBudget budget) {
      this.budget = budget;
      return this;
    }

    /** Sets where the pattern counts what it does. */
    public Builder meters(Meters meters) {
      this.meters = meters;
      return this;
    }

    /** Sets who learns that the pattern cannot go on; it is logged by default. */
    public Builder onFailure(Consumer<Throwable> onFailure) {
      this.onFailure = onFailure;
      return this;
    }

    /** Returns the context. */
    public StandaloneContext build() {
      return new StandaloneContext(this);
    }
  }
}
