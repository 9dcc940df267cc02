package io.patternsdk.core.standard;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableWrite;
import java.util.List;
import java.util.Optional;

/** Forwards {@code table_upsert}. */
final class TableUpsertForwarder implements TableUpsert {
  static final String NAME = "table_upsert";
  static final Operation DEFINE =
      Operation.builder(NAME, "define", Kind.ADMINISTER).repeatable().build();
  static final Operation APPLY = Operation.builder(NAME, "apply", Kind.WRITE).repeatable().build();
  static final Operation PROGRESS = Operation.of(NAME, "progress", Kind.READ);
  static final Operation FIND_ROW = Operation.of(NAME, "find_row", Kind.READ);
  static final Operation COUNT_ROWS = Operation.of(NAME, "count_rows", Kind.READ);

  private final TableUpsert driver;
  private final Wiring wiring;
  private final BoundOperation define;
  private final BoundOperation apply;
  private final BoundOperation progress;
  private final BoundOperation find;
  private final BoundOperation count;

  TableUpsertForwarder(TableUpsert driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.define = wiring.bind(DEFINE);
    this.apply = wiring.bind(APPLY);
    this.progress = wiring.bind(PROGRESS);
    this.find = wiring.bind(FIND_ROW);
    this.count = wiring.bind(COUNT_ROWS);
  }

  @Override
  public void define(TableSchema schema, SchemaPolicy policy) {
    if (schema.key().isEmpty()) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, schema.name() + " has no key, by which rows are replaced");
    }
    define.run(define.on(schema.name().toString()), () -> driver.define(schema, policy));
  }

  @Override
  public int apply(List<TableWrite> writes, Progress made) {
    String writer = wiring.namespace().key(made.writer());
    wiring.checkBatch(writes.size());
    Progress full = new Progress(writer, made.epoch(), made.position());
    return apply.call(
        apply.on(writer).items(writes.size()), () -> driver.apply(List.copyOf(writes), full));
  }

  @Override
  public Optional<Progress> progress(String writer) {
    String full = wiring.namespace().key(writer);
    return progress
        .call(full, () -> driver.progress(full))
        .map(made -> new Progress(writer, made.epoch(), made.position()));
  }

  @Override
  public Optional<Row> find(Row key) {
    return find.call(key.schema().name().toString(), () -> driver.find(key));
  }

  @Override
  public long count(TableName table) {
    return count.call(table.toString(), () -> driver.count(table));
  }
}
