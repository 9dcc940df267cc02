package io.patternsdk.lifecycle;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.lifecycle.config.RunnerConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the runner makes a pattern with. */
record RunnerContext(
    RunnerConfig config,
    FilledSlots slots,
    Clock clock,
    ByteBudget budget,
    Meters meters,
    Consumer<Throwable> onFailure)
    implements PatternContext {

  @Override
  public Settings settings() {
    return config.settings();
  }

  @Override
  public FilledSlot slot(String name) {
    return optionalSlot(name)
        .orElseThrow(() -> new IllegalArgumentException("the slot " + name + " is empty"));
  }

  @Override
  public Optional<FilledSlot> optionalSlot(String name) {
    return members(name).stream().findFirst();
  }

  @Override
  public List<FilledSlot> members(String name) {
    List<Member> members = slots.members().get(name);
    if (members == null) {
      throw new IllegalArgumentException(
          "no slot is named " + name + "; there are " + slots.members().keySet());
    }
    return FilledSlots.seen(members);
  }

  @Override
  public int workers() {
    return config.concurrency().workers();
  }

  @Override
  public void fail(Throwable cause) {
    onFailure.accept(cause);
  }
}
