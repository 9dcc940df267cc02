package io.patternsdk.core.pattern;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.FakeDriver;
import io.patternsdk.core.config.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatternBuilderTest {
  private final Backend backend =
      Backend.of(new FakeDriver(), BackendOptions.named("fake").toContext());

  /** A pattern that remembers what was done to it. */
  private static final class Remembering implements Pattern {
    private final PatternContext context;
    private final List<String> done = new ArrayList<>();
    private final List<Duration> timeToEnd = new ArrayList<>();

    Remembering(PatternContext context) {
      this.context = context;
    }

    @Override
    public void start() {
      done.add("start");
    }

    @Override
    public void shutdown(Deadline deadline) {
      done.add("shutdown");
      timeToEnd.add(deadline.remaining());
    }

    @Override
    public Health health(Deadline deadline) {
      return Health.up();
    }

    @Override
    public Unfinished unfinished() {
      return Unfinished.NOTHING;
    }
  }

  /** Its provider, with a slot of each arity and one setting. */
  private static final class Provider implements PatternProvider<Remembering> {
    @Override
    public String name() {
      return "remembering";
    }

    @Override
    public List<Slot> slots() {
      return List.of(
          Slot.required("one", KEYVALUE_BASIC),
          Slot.optional("maybe", PUBSUB_BASIC),
          Slot.many("many", KEYVALUE_BASIC).atLeast(2));
    }

    @Override
    public Remembering create(PatternContext context) {
      return context.settings().read(s -> read(s.integer("size").range(1, 9).orElse(3), context));
    }

    private static Remembering read(int size, PatternContext context) {
      Remembering made = new Remembering(context);
      made.done.add("size " + size);
      return made;
    }
  }

  /** Its builder. */
  private static final class Builder extends PatternBuilder<Remembering, Builder> {
    Builder() {
      super(new Provider());
    }

    Builder one(Backend backend) {
      return slot("one", backend);
    }

    Builder maybe(Backend backend) {
      return slot("maybe", backend);
    }

    Builder many(Backend backend) {
      return slot("many", backend);
    }

    Builder size(int size) {
      return set("size", size);
    }
  }

  private Builder filled() {
    return new Builder().one(backend).many(backend).many(backend);
  }

  @Test
  void thePatternIsMadeOfItsSlotsAndSettings() {
    Remembering made = filled().size(5).workers(4).build();
    assertThat(made.done).containsExactly("size 5");
    assertThat(made.context.workers()).isEqualTo(4);
    assertThat(made.context.members("many")).hasSize(2);
    assertThat(made.context.optionalSlot("maybe")).isEmpty();
    assertThat(filled().settings(Map.of("size", "7")).build().done).containsExactly("size 7");
    assertThat(filled().build().done).containsExactly("size 3");
  }

  @Test
  void whatWasStartedIsShutDownByClosingItAndByTheAmbientDeadline() {
    Remembering made = filled().start();
    made.close();
    Deadline.within(Duration.ofSeconds(10), made::close);
    assertThat(made.done).containsExactly("size 3", "start", "shutdown", "shutdown");
    assertThat(made.timeToEnd.getFirst()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
    assertThat(made.timeToEnd.getLast()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
  }

  @Test
  void eachSlotIsFilledByAsManyAsItTakes() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Builder().many(backend).many(backend).build())
        .withMessage("slot one has 0 backends and takes one with [keyvalue_basic]");
    assertThatIllegalStateException()
        .isThrownBy(() -> filled().one(backend).build())
        .withMessageStartingWith("slot one has 2 backends and takes one");
    assertThatIllegalStateException()
        .isThrownBy(() -> new Builder().one(backend).many(backend).build())
        .withMessageStartingWith("slot many has 1 backends and takes 2 or more");
    assertThatIllegalStateException()
        .isThrownBy(() -> filled().maybe(backend).maybe(backend).build())
        .withMessageStartingWith("slot maybe has 2 backends and takes one or none");
  }

  @Test
  void aBackendHasWhatItsSlotRequires() {
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> filled().maybe(backend).build())
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED))
        .withMessageContaining("pubsub_basic");
  }

  @Test
  void wrongSettingsAreRefusedByTheRulesOfTheFile() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> filled().size(10).settings(Map.of("sice", 1)).build())
        .withMessageContaining("size is \"10\"; expected")
        .withMessageContaining("sice is unknown");
  }
}
