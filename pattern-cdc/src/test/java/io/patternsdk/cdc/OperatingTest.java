package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.cdc.CdcStatus.Cause;
import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.cdc.CdcStatus.TableStatus;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Meters;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.core.table.TableName;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pausing, snapshots on request, routes, and what is told of it all. */
class OperatingTest {
  private final People people = new People();

  @AfterEach
  void close() {
    people.close();
  }

  private static long underWay(TableStatus all) {
    return all.processed() - all.filtered() - all.delivered() - all.parked() - all.skipped();
  }

  private void awaitProcessed(Cdc cdc, long changes) {
    people.await(
        "that " + changes + " are delivered",
        () ->
            cdc.status().destinations().stream()
                .allMatch(
                    each ->
                        each.counts().processed() >= changes
                            && underWay(each.counts()) == 0
                            && each.position().equals(cdc.status().read())
                            && cdc.unfinished().count(Unfinished.IN_FLIGHT) == 0));
  }

  @Test
  void pausingOutlivesTheProcessAndShowsTheSnapshotAsFarAsItIs() {
    people.put(People.ONE, 1, "first");
    people.put(People.ONE, 2, "second");
    try (Cdc cdc = people.builder().build()) {
      cdc.pause();
    }
    try (Cdc cdc = people.builder().settings(Map.of("batch_size", 1)).start()) {
      people.await("that the snapshot has begun", () -> cdc.status().snapshot().isPresent());
      assertThat(cdc.status().role()).isEqualTo(Role.SNAPSHOT);
      assertThat(cdc.status().paused()).isTrue();
      assertThat(cdc.status().snapshot().orElseThrow().total()).isEqualTo(OptionalLong.of(2));
      assertThat(cdc.status().snapshot().orElseThrow().rows()).isZero();
      assertThat(people.seen("cdc.public.one")).isEmpty();
      cdc.resume();
      awaitProcessed(cdc, 2);
      assertThat(people.seen("cdc.public.one"))
          .containsExactlyInAnyOrder("r 1 \"first\"", "r 2 \"second\"");
      people.await("that it streams", () -> cdc.status().role() == Role.STREAMING);
      assertThat(cdc.status().snapshot()).isEmpty();
    }
  }

  @Test
  void whileItIsPausedChangesWaitAtTheSource() {
    people.put(People.ONE, 1, "first");
    try (Cdc cdc = people.builder().start()) {
      awaitProcessed(cdc, 1);
      cdc.pause();
      people.await(
          "that it says so",
          () -> cdc.status().destinations().getFirst().lag().cause() == Cause.PAUSE);
      people.put(People.ONE, 1, "second");
      cdc.resume();
      awaitProcessed(cdc, 2);
      people.await(
          "that nothing waits",
          () -> cdc.status().destinations().getFirst().lag().cause() == Cause.NONE);
      assertThat(people.seen("cdc.public.one")).containsExactly("r 1 \"first\"", "u 1 \"second\"");
    }
  }

  @Test
  void rowsThatAreWantedOnceMoreComeInTheirPlace() {
    people.put(People.ONE, 1, "first");
    people.put(People.TWO, 1, "other");
    try (Cdc cdc = people.builder().start()) {
      awaitProcessed(cdc, 2);
      people.put(People.TWO, 1, "second");
      cdc.snapshot(Set.of(People.TWO));
      awaitProcessed(cdc, 4);
      people.put(People.TWO, 1, "third");
      people.delete(People.ONE, 1);
      awaitProcessed(cdc, 6);
      assertThat(people.seen("cdc.public.two"))
          .containsExactly("r 1 \"other\"", "u 1 \"second\"", "r 1 \"second\"", "u 1 \"third\"");
      assertThat(people.seen("cdc.public.one")).containsExactly("r 1 \"first\"", "d 1 \"first\"");
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> cdc.snapshot(Set.of(TableName.parse("three"))))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT));
    }
    long before = people.seen("cdc.public.two").size();
    try (Cdc cdc = people.builder().start()) {
      people.put(People.TWO, 1, "fourth");
      awaitProcessed(cdc, 1);
      assertThat(people.seen("cdc.public.two")).hasSize((int) before + 1); // it is not taken again
    }
  }

  @Test
  void eachDestinationGetsWhatItsRouteSays() {
    PickyStreams second = new PickyStreams(people.target);
    Map<String, Object> routes =
        Map.of(
            "destination",
            Map.of("tables", List.of("one"), "topic", "{prefix}.{op}.{row.text}"),
            "second",
            Map.of("filter", "{\"op\": \"c\"}", "topic", "all"));
    people.put(People.ONE, 1, "first");
    try (Cdc cdc =
        people
            .builder()
            .destination("second", second.backend())
            .settings(Map.of("routes", routes))
            .start()) {
      assertThat(cdc.status().destinations().stream().map(DestinationStatus::name))
          .containsExactlyElementsOf(List.of("destination", "second"));
      awaitProcessed(cdc, 1);
      people.put(People.ONE, 1, "a b");
      people.put(People.TWO, 7, "other");
      awaitProcessed(cdc, 3);
      assertThat(people.seen("cdc.r.first")).containsExactly("r 1 \"first\"");
      assertThat(people.seen("cdc.u.a_b")).containsExactly("u 1 \"a b\"");
      assertThat(people.seen("all")).containsExactly("c 7 \"other\"");
      assertThat(cdc.status().destinations().getFirst().tables().get(People.TWO))
          .isEqualTo(new CdcStatus.TableStatus(1, 1, 0, 0, 0, 0));
      assertThat(cdc.status().destinations().getLast().counts())
          .isEqualTo(new CdcStatus.TableStatus(3, 2, 1, 0, 0, 0));
    }
  }

  @Test
  void settingsThatNameWhatIsNotThereAreRefusedTogether() {
    assertThatThrownBy(
            () ->
                people
                    .builder()
                    .settings(
                        Map.of(
                            "routes",
                            Map.of("nobody", Map.of("tables", List.of("three"), "topic", "{x}")),
                            "step",
                            Map.of("name", "unknown")))
                    .build())
        .hasMessageContaining("nobody")
        .hasMessageContaining("not captured")
        .hasMessageContaining("{x}")
        .hasMessageContaining("suffix");
  }

  @Test
  void metersSayWhatBecameOfChanges() {
    ConcurrentMap<String, DoubleSupplier> values = new ConcurrentHashMap<>();
    Meters meters =
        new Meters() {
          @Override
          public LongConsumer counter(String name, String help, String... labels) {
            return amount -> {};
          }

          @Override
          public DoubleConsumer distribution(
              String name, String help, double[] bounds, String... labels) {
            return value -> {};
          }

          @Override
          public void gauge(String name, String help, DoubleSupplier value, String... labels) {
            values.put(name + List.of(labels), value);
          }
        };
    people.refuse("bad");
    people.put(People.ONE, 1, "bad");
    people.put(People.ONE, 2, "fine");
    try (Cdc cdc = people.builder().meters(meters).start()) {
      awaitProcessed(cdc, 2);
      String at = "[destination, destination, table, public.one";
      assertThat(values)
          .hasEntrySatisfying(
              "cdc_changes_total" + at + ", outcome, delivered]",
              value -> assertThat(value.getAsDouble()).isEqualTo(1))
          .hasEntrySatisfying(
              "cdc_changes_total" + at + ", outcome, failed]",
              value -> assertThat(value.getAsDouble()).isEqualTo(1))
          .hasEntrySatisfying(
              "cdc_parked_changes" + at + "]",
              value -> assertThat(value.getAsDouble()).isEqualTo(1))
          .hasEntrySatisfying(
              "cdc_lag_changes[destination, destination]",
              value -> assertThat(value.getAsDouble()).isEqualTo(1))
          .hasEntrySatisfying(
              "cdc_leader[]", value -> assertThat(value.getAsDouble()).isEqualTo(1));
    }
  }
}
