package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row.Unavailable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** Values that have to be of the type that a schema beside them says. */
final class SchemaValues {
  private SchemaValues() {}

  /**
   * Returns a value as JSON has it.
   *
   * @param optional whether the schema lets it be absent
   * @param before whether it is of the row as it was, of which only a part may be told
   * @throws BackendException INVALID_ARGUMENT if the type has no such value
   */
  static @Nullable Object of(
      DebeziumValues values,
      Column column,
      @Nullable Object value,
      boolean optional,
      boolean before) {
    return switch (value) {
      case Unavailable unavailable when values.isNumeric(column) ->
          absent(column, optional && before);
      case Unavailable unavailable -> unavailable(column, optional && before);
      case Double number
          when column.type() == ColumnType.DECIMAL
              && values.forms().decimals() == DebeziumForms.Decimals.PRECISE ->
          absent(column, optional);
      case LocalDate date when date.equals(LocalDate.MAX) || date.equals(LocalDate.MIN) ->
          absent(column, optional);
      case LocalDateTime time
          when time.equals(LocalDateTime.MAX) || time.equals(LocalDateTime.MIN) ->
          CompatibleTimes.infinite(time, DebeziumValues.isMillis(column, values.forms()));
      case null, default -> values.of(column, value, false);
    };
  }

  private static @Nullable Object unavailable(Column column, boolean absent) {
    return switch (column.type()) {
      case STRING, JSON, OTHER, UUID, INSTANT -> DebeziumValues.UNAVAILABLE;
      case BYTES -> DebeziumValues.UNAVAILABLE_BYTES;
      default -> absent(column, absent);
    };
  }

  private static @Nullable Object absent(Column column, boolean optional) {
    if (!optional) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT,
          column.name() + " has a value that its schema cannot have: " + column.type());
    }
    return null;
  }
}
