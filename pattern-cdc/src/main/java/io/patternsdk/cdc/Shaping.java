package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcSettings.Shape;
import io.patternsdk.cdc.internal.message.KeyedHash;
import io.patternsdk.cdc.internal.message.Outbox;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Gives rows other columns, names and masks, as the settings have it. Thread-safe. */
final class Shaping {
  private static final System.Logger LOG = System.getLogger(Shaping.class.getName());
  private static final String MASK = "****";

  private final Map<TableName, Shape> shapes;
  private final Optional<KeyedHash> hash;
  private final boolean messages;
  private final Map<TableSchema, Plan> plans = new ConcurrentHashMap<>();
  private final Set<TableName> warned = ConcurrentHashMap.newKeySet();

  /**
   * Makes one.
   *
   * @param hash makes what hashed columns have; there where a shape has some
   * @param messages whether changes become messages, and new rows of an outbox events
   */
  Shaping(Map<TableName, Shape> shapes, Optional<KeyedHash> hash, boolean messages) {
    this.shapes = shapes;
    this.hash = hash;
    this.messages = messages;
  }

  /** What becomes of the values of a column. */
  private enum Hiding {
    NONE,
    MASK,
    HASH
  }

  /** The schema that comes of one, the places that its columns had there, and what is hidden. */
  private record Plan(TableSchema to, int[] places, List<Hiding> hidden, Optional<KeyedHash> hash) {
    Row row(Row row) {
      @Nullable Object[] values = new Object[places.length];
      for (int i = 0; i < values.length; i++) {
        Object value = row.value(places[i]);
        values[i] =
            value == null || value == Row.Unavailable.UNAVAILABLE
                ? value
                : switch (hidden.get(i)) {
                  case NONE -> value;
                  case MASK -> to.columns().get(i).type() == ColumnType.STRING ? MASK : null;
                  case HASH -> hash.orElseThrow().of(value);
                };
      }
      return Row.of(to, values);
    }
  }

  /** Tells whether a change is told at all: of an outbox only new rows are. */
  boolean tells(Change change) {
    if (!messages || Outbox.isEvent(change)) {
      return true;
    }
    TableName table = change.schema().name();
    if (shapes.getOrDefault(table, Shape.NONE).outbox().isEmpty()) {
      return true;
    }
    if (change.kind() == Change.Kind.UPDATE && warned.add(table)) {
      LOG.log(System.Logger.Level.WARNING, "updates of the outbox " + table + " are left out");
    }
    return false;
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
    return change.with(plan.to, change.before().map(plan::row), change.after().map(plan::row));
  }

  private Plan plan(TableSchema from, Shape shape) {
    checkNames(from, shape);
    List<Column> columns = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<Hiding> hidden = new ArrayList<>();
    for (int i = 0; i < from.columns().size(); i++) {
      Column column = from.columns().get(i);
      boolean key = from.key().contains(column.name());
      if (key || shape.columns().map(kept -> kept.contains(column.name())).orElse(true)) {
        Hiding hiding = hiding(column, shape);
        if (hiding == Hiding.MASK && key) {
          throw new IllegalArgumentException(
              column.name() + " of " + from.name() + " is part of the key and cannot be masked");
        }
        columns.add(
            hidden(column, hiding, shape.rename().getOrDefault(column.name(), column.name())));
        places.add(i);
        hidden.add(hiding);
      }
    }
    List<String> key =
        from.key().stream().map(name -> shape.rename().getOrDefault(name, name)).toList();
    TableSchema named = TableSchema.of(shape.table().orElse(from.name()), columns, key);
    TableSchema to =
        shape.outbox().filter(o -> messages).map(outbox -> outbox.keyed(named)).orElse(named);
    return new Plan(
        to, places.stream().mapToInt(Integer::intValue).toArray(), List.copyOf(hidden), hash);
  }

  private static Hiding hiding(Column column, Shape shape) {
    if (shape.hash().contains(column.name())) {
      return Hiding.HASH;
    }
    return shape.mask().contains(column.name()) ? Hiding.MASK : Hiding.NONE;
  }

  private static Column hidden(Column column, Hiding hiding, String name) {
    return switch (hiding) {
      case HASH -> new Column(name, ColumnType.STRING, column.nullable(), "", -1);
      case NONE, MASK -> {
        boolean absent = hiding == Hiding.MASK && column.type() != ColumnType.STRING;
        yield column.as(name, column.nullable() || absent);
      }
    };
  }

  /** A mask of a column that is not there would hide nothing, unnoticed. */
  private static void checkNames(TableSchema from, Shape shape) {
    Set<String> named = new HashSet<>(shape.mask());
    named.addAll(shape.hash());
    named.addAll(shape.rename().keySet());
    shape.columns().ifPresent(named::addAll);
    from.columns().forEach(column -> named.remove(column.name()));
    if (!named.isEmpty()) {
      throw new IllegalArgumentException(from.name() + " has no columns " + named);
    }
  }
}
