package io.patternsdk.testkit.contract.table;

import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Truncate;
import io.patternsdk.core.table.TableWrite.Upsert;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What {@link TableUpsert} promises. */
final class TableUpsertContract {
  private final Subject subject;
  private final TableUpsert store;
  private final Tables tables;

  TableUpsertContract(Subject subject) {
    this.subject = subject;
    this.store = subject.require(TABLE_UPSERT);
    this.tables = new Tables(store);
  }

  @Case
  void whatIsAppliedIsFoundByEveryProcess() {
    assertThat(tables.apply(tables.upsert(1, "one", 1), tables.upsert(2, "two", 1))).isEqualTo(2);
    assertThat(tables.text(1)).isEqualTo("one");
    TableUpsert other = subject.sibling().require(TABLE_UPSERT);
    assertThat(other.find(tables.row(2, null))).contains(tables.row(2, "two"));
    assertThat(other.find(tables.row(3, null))).isEmpty();
    assertThat(other.count(tables.schema.name())).isEqualTo(2);
  }

  @Case
  void everyTypeOfValueIsReadBack() {
    TableSchema schema =
        TableSchema.of(
            TableName.parse(Tables.unique()),
            List.of(
                Column.of("key", ColumnType.STRING),
                Column.of("part", ColumnType.UUID),
                Column.nullable("truth", ColumnType.BOOLEAN),
                Column.nullable("small", ColumnType.INT16),
                Column.nullable("big", ColumnType.INT64),
                Column.nullable("real", ColumnType.FLOAT32),
                Column.nullable("double", ColumnType.FLOAT64),
                Column.nullable("decimal", ColumnType.DECIMAL),
                Column.nullable("bytes", ColumnType.BYTES),
                Column.nullable("day", ColumnType.DATE),
                Column.nullable("time", ColumnType.TIME),
                Column.nullable("local", ColumnType.TIMESTAMP),
                Column.nullable("moment", ColumnType.INSTANT),
                Column.nullable("json", ColumnType.JSON)),
            List.of("part", "key"));
    store.define(schema, SchemaPolicy.CREATE);
    UUID part = UUID.randomUUID();
    Row full =
        Row.of(
            schema,
            "a \u00e9\ud83d\ude00 'b'",
            part,
            true,
            (short) -7,
            Long.MIN_VALUE,
            1.5f,
            0.1,
            new BigDecimal("12345678901234567890.12300"),
            new byte[] {0, -1, 39, 92},
            LocalDate.of(2024, 2, 29),
            LocalTime.of(12, 34, 56, 123_456_000),
            LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000),
            Instant.parse("2024-02-29T12:34:56.123456Z"),
            "{\"a\": 1}");
    Row empty =
        Row.of(
            schema, "", part, null, null, null, null, null, null, null, null, null, null, null,
            null);
    RowVersion version = new RowVersion(1, 0);
    assertThat(tables.apply(new Upsert(full, version), new Upsert(empty, version))).isEqualTo(2);
    assertThat(store.find(full)).contains(full);
    assertThat(store.find(empty)).contains(empty);
  }

  @Case
  void anOlderVersionNeverReplacesANewerOne() {
    assertThat(tables.apply(tables.upsert(1, "five", 5))).isEqualTo(1);
    assertThat(tables.apply(tables.upsert(1, "four", 4))).isZero();
    assertThat(tables.apply(tables.upsert(1, "again", 5))).isZero();
    assertThat(tables.apply(tables.delete(1, 4))).isZero();
    assertThat(tables.text(1)).isEqualTo("five");
    Upsert minor = new Upsert(tables.row(1, "minor"), new RowVersion(5, 1));
    assertThat(tables.apply(minor)).isEqualTo(1);
    assertThat(tables.text(1)).isEqualTo("minor");
  }

  @Case
  void whatIsDeletedStaysSoForWhatIsOlder() {
    tables.apply(tables.upsert(1, "one", 1));
    assertThat(tables.apply(tables.delete(1, 3))).isEqualTo(1);
    assertThat(tables.text(1)).isNull();
    assertThat(tables.apply(tables.upsert(1, "two", 2))).isZero();
    assertThat(tables.apply(tables.delete(2, 3), tables.upsert(2, "two", 2))).isEqualTo(1);
    assertThat(store.count(tables.schema.name())).isZero();
    assertThat(tables.apply(tables.upsert(1, "four", 4))).isEqualTo(1);
    assertThat(tables.text(1)).isEqualTo("four");
  }

  @Case
  void writesOfOneBatchAreAppliedInTheirOrder() {
    assertThat(
            tables.apply(
                tables.upsert(1, "one", 1),
                tables.delete(1, 2),
                tables.upsert(1, "three", 3),
                tables.upsert(1, "two", 2)))
        .isEqualTo(3);
    assertThat(tables.text(1)).isEqualTo("three");
  }

  @Case
  void truncatingTakesWhatIsOlder() {
    tables.apply(tables.upsert(1, "one", 1), tables.upsert(2, "two", 9));
    Truncate truncate = new Truncate(tables.schema.name(), new RowVersion(5, 0));
    assertThat(tables.apply(truncate)).isEqualTo(1);
    assertThat(tables.text(1)).isNull();
    assertThat(tables.text(2)).isEqualTo("two");
    assertThat(tables.apply(tables.upsert(1, "late", 4))).isZero();
    assertThat(tables.apply(tables.upsert(3, "late", 4))).isZero();
    assertThat(tables.apply(tables.upsert(3, "new", 6))).isEqualTo(1);
  }

  @Case
  void progressIsKeptWithWhatIsWritten() {
    assertThat(store.progress("writer")).isEmpty();
    Progress progress = new Progress("writer", 3, "source@1:end");
    store.apply(List.of(tables.upsert(1, "one", 1)), progress);
    assertThat(subject.sibling().require(TABLE_UPSERT).progress("writer")).contains(progress);
    Progress further = new Progress("writer", 4, "source@2:end");
    assertThat(store.apply(List.of(), further)).isZero();
    assertThat(store.progress("writer")).contains(further);
    assertThat(store.progress("another")).isEmpty();
  }

  @Case
  void whoWasReplacedAppliesNothing() {
    store.apply(List.of(), new Progress("writer", 3, "three"));
    List<TableWrite> writes = List.of(tables.upsert(1, "one", 1));
    Expect.refusal(ErrorKind.CONFLICT, () -> store.apply(writes, new Progress("writer", 2, "two")));
    assertThat(tables.text(1)).isNull();
    assertThat(store.progress("writer")).contains(new Progress("writer", 3, "three"));
    assertThat(store.apply(writes, new Progress("other", 2, "two"))).isEqualTo(1);
  }

  @Case
  void ofABatchThatFailsNothingIsApplied() {
    TableSchema other =
        TableSchema.of(
            tables.schema.name(),
            List.of(Column.of("id", ColumnType.INT32), Column.of("extra", ColumnType.INT32)),
            List.of("id"));
    RowVersion version = new RowVersion(1, 0);
    List<TableWrite> writes =
        List.of(tables.upsert(1, "one", 1), new Upsert(Row.of(other, 2, 2), version));
    Progress progress = new Progress("writer", 1, "one");
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> store.apply(writes, progress));
    TableSchema nowhere = Tables.schema(Tables.unique());
    List<TableWrite> elsewhere =
        List.of(tables.upsert(1, "one", 1), new Upsert(Row.of(nowhere, 2, "two"), version));
    Expect.refusal(ErrorKind.NOT_FOUND, () -> store.apply(elsewhere, progress));
    assertThat(tables.text(1)).isNull();
    assertThat(store.progress("writer")).isEmpty();
  }

  @Case
  void aTableIsDefinedOnceAndGrows() {
    tables.apply(tables.upsert(1, "one", 1));
    store.define(tables.schema, SchemaPolicy.REQUIRE);
    store.define(tables.schema, SchemaPolicy.CREATE);
    TableSchema wider = widened(Column.nullable("more", ColumnType.INT64));
    Expect.refusal(ErrorKind.CONFLICT, () -> store.define(wider, SchemaPolicy.REQUIRE));
    store.define(wider, SchemaPolicy.CREATE);
    store.define(wider, SchemaPolicy.REQUIRE);
    assertThat(store.find(Row.of(wider, 1, null, null))).contains(Row.of(wider, 1, "one", null));
    TableSchema required = widened(Column.of("other", ColumnType.INT64));
    Expect.refusal(ErrorKind.CONFLICT, () -> store.define(required, SchemaPolicy.CREATE));
    TableSchema unknown = Tables.schema(Tables.unique());
    Expect.refusal(ErrorKind.NOT_FOUND, () -> store.define(unknown, SchemaPolicy.REQUIRE));
    assertThat(store.count(unknown.name())).isZero();
  }

  private TableSchema widened(Column column) {
    List<Column> columns = new ArrayList<>(tables.schema.columns());
    columns.add(column);
    return TableSchema.of(tables.schema.name(), columns, tables.schema.key());
  }

  @Case
  void ofManyThatWriteOneRowTheNewestWins() {
    Crowd.run(
        16,
        writer -> {
          for (int round = 1; round <= 10; round++) {
            long version = round * 16L + writer;
            store.apply(
                List.of(tables.upsert(1, "text " + version, version)),
                new Progress("writer " + writer, 1, "" + round));
          }
        });
    assertThat(tables.text(1)).isEqualTo("text " + (10 * 16 + 15));
  }

  @Case
  void writersAreKeptApartByTheirNamespace() {
    store.apply(List.of(), new Progress("writer", 3, "three"));
    TableUpsert neighbour = subject.neighbour().require(TABLE_UPSERT);
    assertThat(neighbour.progress("writer")).isEmpty();
    neighbour.apply(List.of(), new Progress("writer", 1, "one"));
    assertThat(store.progress("writer")).contains(new Progress("writer", 3, "three"));
  }

  @Case
  void whatCannotBeIsRefused() {
    TableSchema keyless =
        TableSchema.of(
            TableName.parse(Tables.unique()), List.of(Column.of("a", ColumnType.INT32)), List.of());
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> store.define(keyless, SchemaPolicy.CREATE));
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> store.progress(""));
    Expect.refusalPastTheDeadline(() -> store.progress("writer"));
    Expect.interruptIsKept(() -> store.progress("writer"));
  }
}
