package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import java.util.List;

/**
 * What a type of the database is here.
 *
 * @param type what its values are
 * @param scale as {@link Column#scale()}
 * @param name what SQL calls it, with its schema where it is not the server's own
 * @param labels the values that it, or what an array of it has, lists; else none
 */
record PgType(ColumnType type, int scale, String name, List<String> labels) {
  private static final int NUMERIC_HEADER = 4;

  /** One that is not known any more. */
  static final PgType UNKNOWN = new PgType(ColumnType.OTHER, -1, "text", List.of());

  /**
   * Returns what a type is.
   *
   * @param base the name of the type, or of what a domain is made of
   * @param modifier what is said of it in parentheses, as the catalog has it; −1 for nothing
   */
  static PgType of(String base, int modifier, String name, List<String> labels) {
    ColumnType type = type(base);
    return new PgType(type, scale(base, type, modifier), name, labels);
  }

  private static ColumnType type(String base) {
    return switch (base) {
      case "bool" -> ColumnType.BOOLEAN;
      case "int2" -> ColumnType.INT16;
      case "int4" -> ColumnType.INT32;
      case "int8", "oid" -> ColumnType.INT64;
      case "float4" -> ColumnType.FLOAT32;
      case "float8" -> ColumnType.FLOAT64;
      case "numeric", "money" -> ColumnType.DECIMAL;
      case "text", "varchar", "bpchar", "name", "char", "citext" -> ColumnType.STRING;
      case "bytea" -> ColumnType.BYTES;
      case "date" -> ColumnType.DATE;
      case "time" -> ColumnType.TIME;
      case "timestamp" -> ColumnType.TIMESTAMP;
      case "timestamptz" -> ColumnType.INSTANT;
      case "uuid" -> ColumnType.UUID;
      case "json", "jsonb" -> ColumnType.JSON;
      default -> ColumnType.OTHER;
    };
  }

  private static int scale(String base, ColumnType type, int modifier) {
    if (base.equals("money")) {
      return 2;
    }
    return switch (type) {
      case DECIMAL -> modifier < NUMERIC_HEADER ? -1 : numericScale(modifier - NUMERIC_HEADER);
      case TIME, TIMESTAMP, INSTANT -> modifier;
      default -> -1;
    };
  }

  /** Eleven bits with a sign; a negative one rounds before the point, so no digits are after it. */
  private static int numericScale(int modifier) {
    int scale = ((modifier & 0x7ff) ^ 0x400) - 0x400;
    return Math.max(scale, 0);
  }

  /** What a table that is made here has for a column of a type. */
  static String made(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> "boolean";
      case INT16 -> "smallint";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case FLOAT32 -> "real";
      case FLOAT64 -> "double precision";
      case DECIMAL -> "numeric";
      case STRING, OTHER -> "text";
      case BYTES -> "bytea";
      case DATE -> "date";
      case TIME -> "time without time zone";
      case TIMESTAMP -> "timestamp without time zone";
      case INSTANT -> "timestamp with time zone";
      case UUID -> "uuid";
      case JSON -> "json";
    };
  }

  /**
   * Returns a column of this type; the plain type of its kind has no name of its own.
   *
   * @param otherwise what a new row has that does not say it, as SQL; may be empty
   */
  Column column(String column, boolean nullable, String otherwise) {
    boolean plain = type != ColumnType.OTHER && name.equals(made(type));
    return new Column(column, type, nullable, plain ? "" : name, scale, labels, otherwise);
  }

  /** Tells whether values of a column may be stored as this. */
  boolean takes(ColumnType other) {
    return type == other || (isText(type) && isText(other));
  }

  private static boolean isText(ColumnType type) {
    return type == ColumnType.STRING || type == ColumnType.JSON || type == ColumnType.OTHER;
  }
}
