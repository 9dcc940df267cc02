package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.SlotGuarantees;
import io.patternsdk.core.pattern.Unfinished;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A pattern whose slots and doings are chosen, and what happened to it. */
final class FakePattern implements Pattern {
  final PatternContext context;
  final List<String> events = new CopyOnWriteArrayList<>();
  volatile Health health = Health.up();
  volatile Unfinished unfinished = Unfinished.NOTHING;
  volatile Consumer<Deadline> onShutdown = deadline -> {};
  volatile Runnable onCount = () -> {};

  private FakePattern(PatternContext context) {
    this.context = context;
  }

  /** Makes it with slots; one named registry unless said otherwise. */
  record Provider(List<Slot> slots, Consumer<FakePattern> onStart)
      implements PatternProvider<FakePattern> {

    Provider(Slot... slots) {
      this(List.of(slots), pattern -> {});
    }

    static Provider standard() {
      return new Provider(Slot.required("registry", KEYVALUE_BASIC));
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public void check(Settings settings) {
      settings.read(s -> s.integer("batch_size").range(1, 10).orElse(1));
    }

    @Override
    public List<String> promises(SlotGuarantees given) {
      return List.of(
          "values are "
              + given.least("registry", Traits.DURABILITY).word()
              + ", "
              + given.detail("registry", Traits.DURABILITY));
    }

    @Override
    public FakePattern create(PatternContext context) {
      FakePattern pattern = new FakePattern(context);
      pattern.events.add("create");
      pattern.health = Health.up();
      pattern.onStarted = onStart;
      return pattern;
    }
  }

  private Consumer<FakePattern> onStarted = pattern -> {};

  KeyValue values(String slot) {
    return context.slot(slot).require(KEYVALUE_BASIC);
  }

  @Override
  public void start() {
    events.add("start");
    onStarted.accept(this);
  }

  @Override
  public void shutdown(Deadline deadline) {
    events.add("shutdown");
    onShutdown.accept(deadline);
  }

  @Override
  public Health health(Deadline deadline) {
    return health;
  }

  @Override
  public Unfinished unfinished() {
    onCount.run();
    return unfinished;
  }
}
