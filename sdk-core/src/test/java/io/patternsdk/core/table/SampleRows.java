package io.patternsdk.core.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of every type by a seed. */
public final class SampleRows {
  private final SplittableRandom random;

  /** Begins with a seed. */
  public SampleRows(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns a table that has a column of each type. */
  public static TableSchema schema() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("id", ColumnType.INT64));
    for (ColumnType type : ColumnType.values()) {
      columns.add(new Column("c_" + type, type, true, type == ColumnType.OTHER ? "box" : "", 3));
    }
    columns.set(
        1, new Column("c_BOOLEAN", ColumnType.BOOLEAN, true, "", -1, List.of("f", "t"), "true"));
    return TableSchema.of(new TableName("some schema", "t.\"able"), columns, List.of("id"));
  }

  /** Returns a row of it. */
  public Row row() {
    @Nullable Object[] values = new Object[ColumnType.values().length + 1];
    values[0] = random.nextLong();
    for (ColumnType type : ColumnType.values()) {
      values[type.ordinal() + 1] =
          switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> Row.Unavailable.UNAVAILABLE;
            default -> value(type);
          };
    }
    return Row.of(schema(), values);
  }

  private Object value(ColumnType type) {
    boolean odd = random.nextInt(4) == 0;
    boolean negative = random.nextBoolean();
    return switch (type) {
      case BOOLEAN -> negative;
      case INT16 -> (short) random.nextInt();
      case INT32 -> random.nextInt();
      case INT64 -> random.nextLong();
      case FLOAT32 -> Float.intBitsToFloat(odd ? 0x7fc00000 : random.nextInt());
      case FLOAT64 -> odd ? Double.NEGATIVE_INFINITY : random.nextDouble() * 1e-300;
      case DECIMAL -> odd ? Double.NaN : decimal();
      case STRING, OTHER -> odd ? "" : "t\u0000\ud83d\ude00\"" + random.nextInt();
      case JSON -> "{\"a\" : " + random.nextInt() + "}";
      case BYTES -> new byte[] {(byte) random.nextInt(), 0, -1};
      case DATE ->
          odd
              ? (negative ? LocalDate.MIN : LocalDate.MAX)
              : LocalDate.ofEpochDay(random.nextInt(-3_000_000, 3_000_000));
      case TIME -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1_000);
      case TIMESTAMP ->
          odd
              ? (negative ? LocalDateTime.MIN : LocalDateTime.MAX)
              : LocalDateTime.of(2024, 2, 29, 0, 0).plusNanos(random.nextLong());
      case INSTANT ->
          odd
              ? (negative ? Instant.MIN : Instant.MAX)
              : Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      case UUID -> new UUID(random.nextLong(), random.nextLong());
    };
  }

  private BigDecimal decimal() {
    return new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(-20, 40));
  }
}
