package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.cdc.CdcStatus.Cause;
import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health.Status;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableUpsert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a destination refuses for good waits with its row, and nothing else does. */
class ParkingTest {
  private static final String STREAM = "cdc.public.one";

  private final People people = new People();

  @AfterEach
  void close() {
    people.close();
  }

  private static DestinationStatus destination(Cdc cdc) {
    return cdc.status().destinations().getFirst();
  }

  private static String name(Cdc cdc) {
    return destination(cdc).name();
  }

  private List<String> of(int id) {
    return people.seen(STREAM).stream().filter(text -> text.contains(" " + id + " ")).toList();
  }

  private void awaitAllRead(Cdc cdc) {
    people.await(
        "that all is read and handed over",
        () ->
            destination(cdc).position().isPresent()
                && destination(cdc).counts().processed() >= people.changes()
                && cdc.unfinished().count(Unfinished.IN_FLIGHT) == 0
                && destination(cdc).position().equals(cdc.status().read()));
  }

  @Test
  void whatIsRefusedIsParkedWithItsRowAndOthersGoOn() {
    people.put(People.ONE, 1, "first");
    try (Cdc cdc = people.builder().start()) {
      awaitAllRead(cdc);
      people.refuse("bad");
      people.put(People.ONE, 1, "bad");
      people.put(People.ONE, 2, "fine");
      people.put(People.ONE, 1, "later");
      awaitAllRead(cdc);
      assertThat(of(2)).containsExactly("c 2 \"fine\"");
      assertThat(of(1)).containsExactly("r 1 \"first\"");
      List<ParkedKey> parked = cdc.parked(name(cdc));
      assertThat(parked).hasSize(1);
      assertThat(parked.getFirst().key()).isEqualTo("{\"id\":1}");
      assertThat(parked.getFirst().changes()).isEqualTo(2);
      assertThat(parked.getFirst().reason()).contains("too large");
      assertThat(destination(cdc).counts()).isEqualTo(new CdcStatus.TableStatus(4, 0, 2, 2, 0, 1));
      assertThat(destination(cdc).lag().cause()).isEqualTo(Cause.PARKED);
      assertThat(destination(cdc).lag().changes()).isEqualTo(2);
      assertThat(cdc.health(Deadline.NONE).status()).isEqualTo(Status.DEGRADED);
      assertThat(cdc.retry(name(cdc))).isZero();
      people.refuse("nothing of this");
      assertThat(cdc.retry(name(cdc), People.ONE, "{\"id\":2}")).isZero();
      assertThat(cdc.retry(name(cdc), People.ONE, "{\"id\":1}")).isEqualTo(2);
      assertThat(of(1)).containsExactly("r 1 \"first\"", "u 1 \"bad\"", "u 1 \"later\"");
      assertThat(cdc.parked(name(cdc))).isEmpty();
      assertThat(destination(cdc).counts()).isEqualTo(new CdcStatus.TableStatus(4, 0, 4, 0, 0, 2));
      assertThat(cdc.health(Deadline.NONE).status()).isEqualTo(Status.UP);
    }
  }

  @Test
  void theNextProcessGoesOnWithWhatIsParked() {
    people.put(People.ONE, 1, "first");
    try (Cdc cdc = people.builder().start()) {
      awaitAllRead(cdc);
      people.refuse("bad");
      people.put(People.ONE, 1, "bad");
      people.put(People.ONE, 1, "later");
      awaitAllRead(cdc);
    }
    try (Cdc cdc = people.builder().start()) {
      people.await("that it is found", () -> destination(cdc).counts().parked() == 2);
      people.put(People.ONE, 1, "last");
      people.await("that it waits too", () -> destination(cdc).counts().parked() == 3);
      assertThat(cdc.skip(name(cdc), People.ONE, "{\"id\":7}")).isEmpty();
      assertThat(cdc.skip(name(cdc), People.ONE, "{\"id\":1}")).isPresent();
      assertThat(cdc.retry(name(cdc))).isEqualTo(2);
      assertThat(of(1)).containsExactly("r 1 \"first\"", "u 1 \"later\"", "u 1 \"last\"");
      assertThat(destination(cdc).counts()).isEqualTo(new CdcStatus.TableStatus(3, 0, 2, 0, 1, 0));
      assertThat(cdc.account())
          .isEqualTo(
              "destination: processed 3 = delivered 2 + filtered 0 + parked 0 + skipped 1 + left"
                  + " 0");
    }
  }

  @Test
  void aRowThatASnapshotCouldNotDeliverIsForgottenByTheNext() {
    people.refuse("bad");
    people.put(People.ONE, 1, "bad");
    people.put(People.ONE, 2, "fine");
    try (Cdc cdc = people.builder().start()) {
      awaitAllRead(cdc);
      assertThat(cdc.parked(name(cdc))).hasSize(1);
      people.refuse("nothing of this");
      assertThat(cdc.retry(name(cdc))).isEqualTo(1);
      assertThat(of(1)).containsExactly("r 1 \"bad\"");
    }
  }

  @Test
  void whereNothingMayBeParkedTheFirstRefusalEndsIt() {
    people.refuse("bad");
    people.put(People.ONE, 1, "bad");
    try (Cdc cdc = people.builder().settings(Map.of("parked_limit", 0)).start()) {
      people.eventually.until("that it fails", () -> !people.failures.isEmpty());
      assertThat(people.failures.peek()).hasMessageContaining("too large");
      assertThat(destination(cdc).counts().parked()).isZero();
    }
  }

  @Test
  void whereNoMoreMayBeParkedItWaitsForRoom() {
    people.put(People.ONE, 1, "first");
    try (Cdc cdc = people.builder().settings(Map.of("parked_limit", 1)).start()) {
      awaitAllRead(cdc);
      people.refuse("bad");
      people.put(People.ONE, 1, "bad");
      people.put(People.ONE, 2, "bad too");
      people.await(
          "that it says so",
          () -> destination(cdc).trouble().filter(text -> text.contains("parked")).isPresent());
      assertThat(destination(cdc).lag().cause()).isEqualTo(Cause.DESTINATION);
      assertThat(cdc.skip(name(cdc), People.ONE, "{\"id\":1}")).isPresent();
      people.await(
          "that there is room",
          () -> cdc.parked(name(cdc)).stream().anyMatch(key -> key.key().equals("{\"id\":2}")));
      people.refuse("nothing of this");
      assertThat(cdc.retry(name(cdc))).isEqualTo(1);
      awaitAllRead(cdc);
      assertThat(of(2)).containsExactly("c 2 \"bad too\"");
    }
  }

  @Test
  void whatTheUsersOwnStepCannotDoIsParkedToo() {
    Map<String, Object> step =
        Map.of("name", "suffix", "settings", Map.of("text", "!", "leave_out", "secret"));
    people.put(People.ONE, 1, "bad");
    people.put(People.ONE, 2, "fine");
    people.put(People.ONE, 3, "secret");
    try (Cdc cdc = people.builder().settings(Map.of("step", step)).start()) {
      awaitAllRead(cdc);
      assertThat(people.seen(STREAM)).containsExactly("r 2 \"fine!\"");
      assertThat(cdc.retry(name(cdc))).isZero();
      assertThat(cdc.parked(name(cdc)).getFirst().reason()).contains("nothing that has an end");
      assertThat(destination(cdc).counts()).isEqualTo(new CdcStatus.TableStatus(3, 1, 1, 1, 0, 2));
    }
  }

  @Test
  void whoDoesNotLeadIsTold() {
    Cdc cdc = people.builder().build();
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> cdc.retry(name(cdc)))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> cdc.parked("nobody"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    assertThat(cdc.parked(name(cdc))).isEmpty();
  }

  @Test
  void aRowOfASnapshotCanBeDeliveredToATableBehindItsEnd() {
    TableUpsert tables = people.target.require(TABLE_UPSERT);
    CdcSettings settings = Settings.of(Map.of("tables", List.of("one"))).read(CdcSettings::from);
    Destination destination = new TableDestination(tables, settings);
    assertThat(destination.lead(1)).isEmpty();
    FeedPosition end = FeedPosition.behind("source", 7);
    Row row = Row.of(People.schema(People.ONE), 1, "late");
    Row other = Row.of(People.schema(People.ONE), 2, "in time");
    destination.deliver(List.of(read(end, other)), Optional.empty());
    destination.complete(Set.of(People.ONE), end, end);
    destination.deliver(List.of(read(end, row)), Optional.of(end));
    assertThat(tables.find(row)).contains(row);
    assertThat(tables.find(other)).contains(other);
  }

  private static Change read(FeedPosition end, Row row) {
    return new Change(
        end,
        Kind.READ,
        row.schema(),
        Optional.empty(),
        Optional.of(row),
        "",
        Instant.parse("2024-02-29T12:34:56Z"));
  }
}
