package io.patternsdk.core.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.HandClock;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final Stamp AHEAD = new Stamp(Long.MAX_VALUE - 100, "ahead");

  private final MapRecords backend = new MapRecords();
  private final Records records = Records.of(backend, Clock.system());

  private String stored() {
    return backend.map.get("key").text("field").orElse("");
  }

  @Test
  void aLaterWriteHoldsOverAClockThatIsAhead() {
    backend.merge("key", Patch.at(AHEAD).set("field", "early").build());
    Merged merged = records.write("key", patch -> patch.set("field", "late"));
    assertThat(merged.lost()).isEmpty();
    assertThat(stored()).isEqualTo("late");
  }

  @Test
  void whatIsWrittenMeanwhileHoldsOverIt() {
    backend.merge("key", Patch.at(AHEAD).set("field", "early").build());
    int[] calls = {0};
    Stamp further = new Stamp(AHEAD.time() + 50, "ahead");
    backend.before =
        () -> {
          if (++calls[0] == 2) {
            backend.before = () -> {};
            backend.merge("key", Patch.at(further).set("field", "meanwhile").build());
          }
        };
    Merged merged = records.write("key", patch -> patch.set("field", "late"));
    assertThat(merged.applied()).isTrue();
    assertThat(merged.lost()).containsEntry("field", further);
    assertThat(stored()).isEqualTo("meanwhile");
  }

  @Test
  void whatNeedNotBeWrittenOnceMoreAnswersTheRecord() {
    backend.merge(
        "key", Patch.at(AHEAD).set(Lifecycle.CREATED, 1).set(Lifecycle.ACCESSED, 1).build());
    int[] calls = {0};
    backend.before =
        () -> {
          if (++calls[0] == 2) {
            backend.before = () -> {};
            Stamp further = new Stamp(AHEAD.time() + 50, "ahead");
            backend.merge("key", Patch.at(further).set(Lifecycle.ACCESSED, 9).build());
          }
        };
    Merged merged =
        records.write(
            "key", patch -> patch.when(Condition.accessedBy(5)).set(Lifecycle.ACCESSED, 8));
    assertThat(merged.record().orElseThrow().state()).isEqualTo(State.ALIVE);
    assertThat(merged.record().orElseThrow().number(Lifecycle.ACCESSED)).isEqualTo(9);
  }

  @Test
  void whatFailsAfterAPartWasWrittenHasHadAnEffect() {
    backend.merge("key", Patch.at(AHEAD).set("field", "early").build());
    int[] calls = {0};
    backend.before =
        () -> {
          if (++calls[0] == 2) {
            throw new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "on purpose", null);
          }
        };
    assertThatThrownBy(() -> records.write("key", p -> p.set("field", "late").set("other", "x")))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
    assertThat(backend.map.get("key").text("other")).hasValue("x");
  }

  @Test
  void aRepetitionThatLostIsNotWrittenAgain() {
    backend.merge("key", Patch.at(AHEAD).set("field", "other").build());
    backend.repeating = true;
    assertThatThrownBy(() -> records.write("key", patch -> patch.set("field", "mine")))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
    assertThat(stored()).isEqualTo("other");
  }

  @Test
  void aRepetitionKnowsWhatTheFirstAttemptDid() {
    backend.repeating = true;
    Merged created = records.write("key", p -> p.set(Lifecycle.CREATED, 1).when(Condition.ABSENT));
    assertThat(created.applied()).isTrue();
    Merged ended = records.write("key", p -> p.set(Lifecycle.ENDED, "x").when(Condition.ALIVE));
    assertThat(ended.applied()).isTrue();
    Merged again = records.write("key", p -> p.set(Lifecycle.ENDED, "y").when(Condition.ALIVE));
    assertThat(again.applied()).isFalse();
  }

  @Test
  void stampsRiseWhenTheClockStandsStillOrIsBehind() {
    HybridClock stamps = new HybridClock(new HandClock(), "node");
    Stamp first = stamps.next();
    Stamp second = stamps.next();
    assertThat(second).isGreaterThan(first);
    stamps.observe(AHEAD);
    assertThat(stamps.next()).isGreaterThan(AHEAD);
    stamps.observe(first);
    assertThat(stamps.next()).isGreaterThan(AHEAD);
  }

  @Test
  void aStampIsItsText() {
    assertThat(Stamp.parse(AHEAD.text())).isEqualTo(AHEAD);
    assertThat(new Stamp(10, "a").text()).isEqualTo("000000000000000aa");
    assertThatThrownBy(() -> Stamp.parse("0a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Stamp(1, "a=b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    Patch.Builder patch = Patch.at(AHEAD);
    assertThatThrownBy(patch::build).hasMessageContaining("0 fields");
    refused("~other", "x", "none of those");
    refused("~idle", "-2", "from 0 to 2^52 or -1");
    refused("~ends", "4503599627370497", "from 0 to 2^52 or -1");
    refused("a\u0000", "x", "control characters");
    refused("x".repeat(257), "x", "1 to 256 bytes");
    refused(Lifecycle.GROUP, "", "1 to 256 bytes");
    assertThatThrownBy(() -> Patch.at(AHEAD).remove(Lifecycle.ENDED).build())
        .hasMessageContaining("cannot be removed");
  }

  private static void refused(String name, String value, String problem) {
    assertThatThrownBy(() -> Patch.at(AHEAD).set(name, value).build())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining(problem);
  }
}
