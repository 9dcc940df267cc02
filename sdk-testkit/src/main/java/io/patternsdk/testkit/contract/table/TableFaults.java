package io.patternsdk.testkit.contract.table;

import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Effect;
import io.patternsdk.core.backend.Backend;
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
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Upsert;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.contract.FaultSubject;
import java.util.List;

/** What becomes of batches whose answer is lost, or whose server is killed. */
final class TableFaults {
  private final FaultSubject subject;
  private final TableSchema schema =
      TableSchema.of(
          TableName.parse(Tables.unique()),
          List.of(Column.of("id", ColumnType.STRING), Column.of("part", ColumnType.INT32)),
          List.of("id", "part"));

  TableFaults(FaultSubject subject) {
    this.subject = subject;
  }

  private Row row(String id, int part) {
    return Row.of(schema, id, part);
  }

  /** Two rows that are there afterwards and one that is not. */
  private int apply(TableUpsert tables, String id) {
    RowVersion first = new RowVersion(1, 0);
    List<TableWrite> writes =
        List.of(
            new Upsert(row(id, 1), first),
            new Upsert(row(id, 2), first),
            new Upsert(row(id, 3), first),
            new Delete(row(id, 3), new RowVersion(1, 1)));
    return tables.apply(writes, new Progress("writer-" + id, 1, id));
  }

  private TableUpsert defined(Backend backend) {
    TableUpsert tables = backend.require(TABLE_UPSERT);
    tables.define(schema, SchemaPolicy.CREATE);
    return tables;
  }

  @Case
  void aBatchWhoseAnswerIsLostIsThereOnceWhenItWasAppliedAgain() {
    TableUpsert direct = defined(subject.direct());
    TableUpsert tables = subject.backend().require(TABLE_UPSERT);
    String id = "batch";
    assertThat(tables.progress(id)).isEmpty();
    if (subject.losingAnswer(() -> apply(tables, id)) == Effect.NONE) {
      assertThat(direct.find(row(id, 1))).isEmpty();
    }
    subject.eventually().check(() -> assertThat(apply(tables, id)).isBetween(0, 4));
    assertThat(apply(tables, id)).isZero();
    assertApplied(direct, id);
  }

  private void assertApplied(TableUpsert tables, String id) {
    assertThat(tables.progress("writer-" + id)).contains(new Progress("writer-" + id, 1, id));
    assertThat(tables.find(row(id, 1))).isPresent();
    assertThat(tables.find(row(id, 2))).isPresent();
    assertThat(tables.find(row(id, 3))).isEmpty();
  }

  @Case
  void nothingAcknowledgedIsLostAndNothingIsThereTwiceAfterAKill() {
    try (Backend backend = subject.open()) {
      TableUpsert tables = defined(backend);
      CrashLoad load = subject.killUnder(text -> apply(tables, text));
      load.kept().stream().limit(20).forEach(text -> assertApplied(tables, text));
      long kept = 2L * load.kept().size();
      assertThat(tables.count(schema.name())).isBetween(kept, kept + 3L * load.perhaps().size());
      for (String text : load.perhaps()) { // as who goes on from the progress does
        if (tables.progress("writer-" + text).isPresent()) {
          assertApplied(tables, text);
        }
        subject.eventually().check(() -> assertThat(apply(tables, text)).isNotNegative());
      }
      assertThat(tables.count(schema.name())).isEqualTo(kept + 2L * load.perhaps().size());
    }
  }
}
