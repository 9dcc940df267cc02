package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health.Status;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.core.table.TableWrite.Upsert;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Delivering to tables. */
class CdcTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void rowsThatWereThereAndAllThatFollowsAreDelivered() {
    site.change(30);
    try (Cdc cdc = site.builder().start()) {
      site.awaitSame();
      site.change(100);
      site.awaitDelivered(cdc);
      assertThat(cdc.health(Deadline.NONE).status()).isEqualTo(Status.UP);
    }
    assertThat(site.failures).isEmpty();
  }

  @Test
  void whatIsDeliveredIsAccountedForAndConfirmed() {
    site.change(30);
    int rows = site.history.rows().size();
    try (Cdc cdc = site.builder().start()) {
      site.awaitSame();
      site.change(20);
      site.awaitSame();
      site.eventually.until(
          "that all is confirmed",
          () ->
              cdc.status().confirmed().isPresent()
                  && cdc.status().confirmed().equals(cdc.status().read())
                  && cdc.unfinished().isNothing());
      DestinationStatus destination = cdc.status().destinations().getFirst();
      long delivered = destination.tables().values().stream().mapToLong(t -> t.delivered()).sum();
      assertThat(delivered).isGreaterThan(rows);
      assertThat(destination.tables().values())
          .allSatisfy(t -> assertThat(t.processed()).isEqualTo(t.delivered() + t.filtered()));
      assertThat(destination.position()).isEqualTo(cdc.status().read());
    }
  }

  @Test
  void itGoesOnWhereItWasWithoutAnotherSnapshot() {
    site.change(30);
    try (Cdc cdc = site.builder().start()) {
      site.awaitDelivered(cdc);
    }
    long snapshots = site.watched.reached("changefeed_basic.snapshot");
    site.change(50);
    try (Cdc cdc = site.builder().start()) {
      site.awaitDelivered(cdc);
    }
    assertThat(site.watched.reached("changefeed_basic.snapshot")).isEqualTo(snapshots);
    assertThat(site.failures).isEmpty();
  }

  @Test
  @SuppressWarnings("try") // the first ends before its block does
  void anotherProcessTakesOverWhenTheFirstEnds() {
    site.change(10);
    Map<String, Duration> lease = Map.of("lease", Duration.ofSeconds(15));
    try (Cdc first = site.builder().settings(lease).start()) {
      site.awaitDelivered(first);
      try (Cdc second = site.builder().settings(lease).start()) {
        site.change(10);
        site.awaitSame();
        assertThat(second.status().role()).isEqualTo(Role.STANDBY);
        first.close();
        site.change(10);
        site.awaitDelivered(second);
      }
    }
    assertThat(site.failures).isEmpty();
  }

  @Test
  void failuresOnAllWaysLoseNothing() {
    FaultPlan plan = FaultPlan.seeded(7, Clock.system());
    plan.sometimes(0.2, "table_upsert.apply", Fault.ambiguous(ErrorKind.TIMED_OUT));
    plan.sometimes(0.2, "table_upsert.define", Fault.refused(ErrorKind.UNAVAILABLE));
    site.change(30);
    try (Cdc cdc = site.builder(plan).start()) {
      site.awaitSame();
      site.change(60);
      site.awaitSame();
      assertThat(cdc.unfinished().count("parked")).isZero();
    }
    assertThat(site.failures).isEmpty();
  }

  @Test
  void aDestinationThatIsAwayIsToldAndWaitedFor() {
    FaultPlan plan = FaultPlan.seeded(7, Clock.system());
    site.change(10);
    try (Cdc cdc = site.builder(plan).start()) {
      site.awaitSame();
      plan.always("table_upsert.apply", Fault.refused(ErrorKind.UNAVAILABLE));
      site.change(10);
      site.eventually.until(
          "that the trouble is told", () -> cdc.health(Deadline.NONE).status() == Status.DEGRADED);
      assertThat(cdc.unfinished().isNothing()).isFalse();
      plan.heal();
      site.awaitSame();
      site.eventually.until(
          "that the trouble is over", () -> cdc.health(Deadline.NONE).status() == Status.UP);
    }
    assertThat(site.failures).isEmpty();
  }

  @Test
  void whatTheDestinationRefusesStopsItAndNoMoreIsConfirmedThanWasDelivered() {
    TableSchema other =
        TableSchema.of(
            site.history.schemas().getFirst().name(),
            List.of(Column.of("other", ColumnType.STRING)),
            List.of("other"));
    site.target.require(TABLE_UPSERT).define(other, SchemaPolicy.CREATE);
    site.change(30);
    try (Cdc cdc = site.builder().start()) {
      site.eventually.until(
          "that it fails",
          () -> {
            site.change(1);
            return !site.failures.isEmpty();
          });
      Optional<FeedPosition> confirmed = cdc.status().confirmed();
      Optional<FeedPosition> delivered = cdc.status().destinations().getFirst().position();
      assertThat(confirmed.isPresent() && confirmed.get().after(delivered.orElseThrow())).isFalse();
      assertThat(cdc.unfinished().isNothing()).isFalse();
    }
  }

  @Test
  void rowsThatASnapshotDoesNotHaveAnyMoreAreGone() {
    site.change(30);
    try (Cdc cdc = site.builder().start()) {
      site.awaitDelivered(cdc);
    }
    assertThat(site.source.require(CHANGEFEED_BASIC).drop("cdc")).isTrue();
    site.change(30);
    TableUpsert tables = site.target.require(TABLE_UPSERT);
    Progress progress = tables.progress("cdc").orElseThrow();
    int unused = tables.apply(List.of(), new Progress("cdc", progress.epoch(), "nowhere"));
    try (Cdc cdc = site.builder().start()) {
      site.awaitDelivered(cdc);
    }
  }

  @Test
  void aFeedThatIsGoneIsNotTakenForANewOne() {
    site.change(30);
    try (Cdc cdc = site.builder().start()) {
      site.awaitDelivered(cdc);
    }
    assertThat(site.source.require(CHANGEFEED_BASIC).drop("cdc")).isTrue();
    try (Cdc cdc = site.builder().start()) {
      site.eventually.until("that it fails", () -> !site.failures.isEmpty());
      assertThat(site.failures.peek()).hasMessageContaining("there is no feed");
      assertThat(cdc.status().read()).isEmpty();
    }
  }

  @Test
  void columnsAreLeftOutRenamedAndMasked() {
    TableSchema people =
        TableSchema.of(
            TableName.parse("people"),
            List.of(
                Column.of("id", ColumnType.INT32),
                Column.nullable("name", ColumnType.STRING),
                Column.nullable("mail", ColumnType.STRING),
                Column.nullable("age", ColumnType.INT32)),
            List.of("id"));
    TableUpsert source = site.source.require(TABLE_UPSERT);
    source.define(people, SchemaPolicy.CREATE);
    Row row = Row.of(people, 1, "Ann", "ann@example.org", 40);
    Row filtered = Row.of(people, 2, "Bob", "bob@example.org", 20);
    RowVersion version = new RowVersion(1, 0);
    source.apply(
        List.of(new Upsert(row, version), new Upsert(filtered, version)),
        new Progress("application", 1, ""));
    Map<String, Object> transforms =
        Map.of(
            "people",
            Map.of(
                "columns", List.of("mail", "age"),
                "rename", Map.of("age", "years"),
                "mask", List.of("mail"),
                "table", "persons"));
    TableSchema persons =
        TableSchema.of(
            TableName.parse("persons"),
            List.of(
                Column.of("id", ColumnType.INT32),
                Column.nullable("mail", ColumnType.STRING),
                Column.nullable("years", ColumnType.INT32)),
            List.of("id"));
    TableUpsert target = site.target.require(TABLE_UPSERT);
    try (Cdc cdc =
        site.builder()
            .tables("public.people")
            .settings(Map.of("transforms", transforms, "filter", "{\"after.age.gte\": 30}"))
            .start()) {
      site.eventually.until(
          "that a person is there",
          () -> target.count(persons.name()) > 0 || !site.failures.isEmpty());
      assertThat(target.find(Row.of(persons, 1, null, null)))
          .contains(Row.of(persons, 1, "****", 40));
      site.eventually.until("that all is delivered", () -> cdc.unfinished().isNothing());
      assertThat(target.count(persons.name())).isEqualTo(1);
    }
  }

  @Test
  void theLeaderIsKeptInTheState() {
    try (Cdc cdc = site.builder().start()) {
      site.eventually.until(
          "that somebody leads", () -> site.state.require(KEYVALUE_BASIC).exists("cdc/cdc/leader"));
      assertThat(cdc.status().destinations().getFirst().name()).startsWith("destination");
    }
  }

  @Test
  void settingsAreCheckedTogether() {
    assertThatThrownBy(
            () ->
                site.builder()
                    .tables()
                    .settings(Map.of("filter", "{\"op\": ", "lease", Duration.ZERO))
                    .build())
        .hasMessageContaining("tables")
        .hasMessageContaining("filter")
        .hasMessageContaining("lease");
  }
}
