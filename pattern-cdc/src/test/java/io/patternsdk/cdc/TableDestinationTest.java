package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A table stays as it is where the source says something else beside its values. */
class TableDestinationTest {
  private final Backend target = DriverRegistry.load().open("embedded");
  private final List<TableSchema> defined = new ArrayList<>();
  private long commit;

  @AfterEach
  void close() {
    target.close();
  }

  /** Tables that note what is defined. */
  private record Noted(TableUpsert tables, List<TableSchema> defined) implements TableUpsert {
    @Override
    public void define(TableSchema schema, SchemaPolicy policy) {
      defined.add(schema);
      tables.define(schema, policy);
    }

    @Override
    public int apply(List<TableWrite> writes, Progress progress) {
      return tables.apply(writes, progress);
    }

    @Override
    public Optional<Progress> progress(String writer) {
      return tables.progress(writer);
    }

    @Override
    public Optional<Row> find(Row key) {
      return tables.find(key);
    }

    @Override
    public long count(TableName table) {
      return tables.count(table);
    }
  }

  private Destination started() {
    CdcSettings settings = Settings.of(Map.of("tables", List.of("moods"))).read(CdcSettings::from);
    Destination destination =
        new TableDestination(new Noted(target.require(TABLE_UPSERT), defined), settings);
    var unused = destination.lead(++commit);
    return destination;
  }

  private static TableSchema schema(List<String> labels, String otherwise, Column... more) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("id", ColumnType.INT32));
    columns.add(new Column("mood", ColumnType.OTHER, true, "mood", -1, labels, otherwise));
    columns.addAll(List.of(more));
    return TableSchema.of(TableName.parse("moods"), columns, List.of("id"));
  }

  private void deliver(Destination destination, Row row) {
    FeedPosition position = FeedPosition.behind("source", ++commit);
    Change change =
        new Change(
            position,
            Kind.INSERT,
            row.schema(),
            Optional.empty(),
            Optional.of(row),
            "",
            Instant.parse("2024-02-29T12:34:56Z"));
    destination.deliver(List.of(change), Optional.of(position));
  }

  @Test
  void anotherDefaultOrValueOfAnEnumIsNoOtherTable() {
    TableSchema first = schema(List.of("sad"), "");
    TableSchema later = schema(List.of("sad", "ok"), "'ok'::mood");
    Destination destination = started();
    deliver(destination, Row.of(first, 1, "sad"));
    deliver(destination, Row.of(later, 2, "ok"));
    deliver(destination, Row.of(first, 3, "sad"));
    assertThat(defined).containsExactly(first);
    deliver(started(), Row.of(later, 4, "ok"));
    assertThat(defined).containsExactly(first, later);
    Row found = target.require(TABLE_UPSERT).find(Row.of(first, 2, null)).orElseThrow();
    assertThat(found.value("mood")).isEqualTo("ok");
    assertThat(target.require(TABLE_UPSERT).count(first.name())).isEqualTo(4);
  }

  @Test
  void itGrowsAllTheSame() {
    TableSchema first = schema(List.of("sad"), "");
    TableSchema wider = schema(List.of(), "'ok'::mood", Column.nullable("why", ColumnType.STRING));
    Destination destination = started();
    deliver(destination, Row.of(first, 1, "sad"));
    deliver(destination, Row.of(wider, 2, "ok", "sun"));
    Row found = target.require(TABLE_UPSERT).find(Row.of(wider, 2, null, null)).orElseThrow();
    assertThat(found.value("why")).isEqualTo("sun");
  }
}
