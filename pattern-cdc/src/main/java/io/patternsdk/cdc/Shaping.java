package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcSettings.Shape;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Gives rows other columns, names and masks, as the settings have it. Thread-safe. */
final class Shaping {
  private static final String MASK = "****";

  private final Map<TableName, Shape> shapes;
  private final Map<TableSchema, Plan> plans = new ConcurrentHashMap<>();

  Shaping(Map<TableName, Shape> shapes) {
    this.shapes = shapes;
  }

  /** The schema that comes of one, the places that its columns had there, and which are masked. */
  private record Plan(TableSchema to, int[] places, boolean[] masked) {
    Row row(Row row) {
      @Nullable Object[] values = new Object[places.length];
      for (int i = 0; i < values.length; i++) {
        Object value = row.value(places[i]);
        values[i] =
            !masked[i] || value == null || value == Row.Unavailable.UNAVAILABLE
                ? value
                : to.columns().get(i).type() == ColumnType.STRING ? MASK : null;
      }
      return Row.of(to, values);
    }
  }

  /**
   * Returns the change as it is delivered.
   *
   * @throws IllegalArgumentException if the settings do not fit the table
   */
  Change apply(Change change) {
    Shape shape = shapes.getOrDefault(change.schema().name(), Shape.NONE);
    if (shape.equals(Shape.NONE)) {
      return change;
    }
    Plan plan = plans.computeIfAbsent(change.schema(), schema -> plan(schema, shape));
    return new Change(
        change.position(),
        change.kind(),
        plan.to,
        change.before().map(plan::row),
        change.after().map(plan::row),
        change.transaction(),
        change.committed());
  }

  private static Plan plan(TableSchema from, Shape shape) {
    checkNames(from, shape);
    List<Column> columns = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<Boolean> masked = new ArrayList<>();
    for (int i = 0; i < from.columns().size(); i++) {
      Column column = from.columns().get(i);
      boolean key = from.key().contains(column.name());
      if (key || shape.columns().map(kept -> kept.contains(column.name())).orElse(true)) {
        boolean hidden = shape.mask().contains(column.name());
        if (hidden && key) {
          throw new IllegalArgumentException(
              column.name() + " of " + from.name() + " is part of the key and cannot be masked");
        }
        boolean absent = hidden && column.type() != ColumnType.STRING;
        columns.add(
            new Column(
                shape.rename().getOrDefault(column.name(), column.name()),
                column.type(),
                column.nullable() || absent,
                column.nativeType(),
                column.scale()));
        places.add(i);
        masked.add(hidden);
      }
    }
    List<String> key =
        from.key().stream().map(name -> shape.rename().getOrDefault(name, name)).toList();
    TableSchema to = TableSchema.of(shape.table().orElse(from.name()), columns, key);
    boolean[] hidden = new boolean[masked.size()];
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = masked.get(i);
    }
    return new Plan(to, places.stream().mapToInt(Integer::intValue).toArray(), hidden);
  }

  /** A mask of a column that is not there would hide nothing, unnoticed. */
  private static void checkNames(TableSchema from, Shape shape) {
    Set<String> named = new HashSet<>(shape.mask());
    named.addAll(shape.rename().keySet());
    shape.columns().ifPresent(named::addAll);
    from.columns().forEach(column -> named.remove(column.name()));
    if (!named.isEmpty()) {
      throw new IllegalArgumentException(from.name() + " has no columns " + named);
    }
  }
}
