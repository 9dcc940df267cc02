package io.patternsdk.driver.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a column, as its type in the server has them.
 *
 * @param type what the server calls it, without Nullable and LowCardinality
 * @param nullable whether a value may be absent
 */
record ValueCodec(String type, boolean nullable) {
  private static final Pattern WRAPPED = Pattern.compile("(Nullable|LowCardinality)\\((.*)\\)");
  private static final Pattern DECIMAL = Pattern.compile("Decimal\\((\\d+), (\\d+)\\)");
  private static final String MOMENT = "DateTime64(6, 'UTC')";
  private static final DateTimeFormatter ELEMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final int MOST_DIGITS = 76;
  private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2299, 12, 31);

  /** Returns the type that a column is given where its table is made. */
  static String made(Column column, boolean inKey) {
    String type =
        switch (column.type()) {
          case BOOLEAN -> "Bool";
          case INT16 -> "Int16";
          case INT32 -> "Int32";
          case INT64 -> "Int64";
          case FLOAT32 -> "Float32";
          case FLOAT64 -> "Float64";
          case DECIMAL ->
              column.scale() >= 0 && column.scale() <= MOST_DIGITS
                  ? "Decimal(%d, %d)".formatted(MOST_DIGITS, column.scale())
                  : "String";
          case STRING, BYTES, TIME, JSON, OTHER -> "String";
          case DATE -> "Date32";
          case TIMESTAMP, INSTANT -> MOMENT;
          case UUID -> "UUID";
        };
    return column.nullable() && !inKey ? "Nullable(" + type + ")" : type;
  }

  /** Returns that of a type that the server names. */
  static ValueCodec of(String named) {
    boolean nullable = false;
    String type = named;
    for (Matcher m = WRAPPED.matcher(type); m.matches(); m = WRAPPED.matcher(type)) {
      nullable |= m.group(1).equals("Nullable");
      type = m.group(2);
    }
    return new ValueCodec(type, nullable);
  }

  /** Tells whether values of a column can be stored in it and read back as they were. */
  boolean takes(Column column) {
    boolean fits = nullable || !column.nullable();
    Matcher decimal = DECIMAL.matcher(type);
    if (column.type() == ColumnType.DECIMAL && decimal.matches()) {
      return fits && Integer.parseInt(decimal.group(2)) == column.scale();
    }
    return fits && of(made(column, true)).type.equals(type);
  }

  /** The type as a parameter has it. */
  String parameter() {
    return type;
  }

  /** Writes a value, or what the server takes for none. */
  void write(RowWriter row, @Nullable Object value, String column) {
    if (nullable) {
      row.bool(value == null);
      if (value == null) {
        return;
      }
    }
    if (value == null) {
      nothing(row);
      return;
    }
    switch (value) {
      case Boolean truth -> row.bool(truth);
      case Short number -> row.integer(number, Short.BYTES);
      case Integer number -> row.integer(number, Integer.BYTES);
      case Long number -> row.int64(number);
      case Float number -> row.float32(number);
      case Double number when type.equals("Float64") -> row.float64(number);
      case BigDecimal number when !type.equals("String") -> decimal(row, number, column);
      case byte[] bytes -> row.string(bytes);
      case LocalDate day -> row.integer(checked(day, day, column).toEpochDay(), Integer.BYTES);
      case LocalDateTime time -> row.int64(micros(time, column));
      case Instant time -> row.int64(micros(local(time, column), column));
      case UUID id -> row.int64(id.getMostSignificantBits()).int64(id.getLeastSignificantBits());
      case Object other when type.equals("String") -> row.string(text(other));
      default -> throw unfit(column, value);
    }
  }

  /** The default of the type, for a row that is deleted. */
  private void nothing(RowWriter row) {
    Matcher decimal = DECIMAL.matcher(type);
    if (type.equals("String")) {
      row.string("");
    } else if (decimal.matches()) {
      row.wide(BigInteger.ZERO, width(decimal));
    } else {
      row.fixed(new byte[size()]);
    }
  }

  private int size() {
    return switch (type) {
      case "Bool" -> 1;
      case "Int16" -> Short.BYTES;
      case "Int32", "Float32", "Date32" -> Integer.BYTES;
      case "UUID" -> 2 * Long.BYTES;
      default -> Long.BYTES;
    };
  }

  /** Reads a value of a column of this type. */
  @Nullable Object read(RowReader row, ColumnType wanted) throws IOException {
    if (nullable && row.bool()) {
      return null;
    }
    Matcher decimal = DECIMAL.matcher(type);
    if (decimal.matches()) {
      return new BigDecimal(row.wide(width(decimal)), Integer.parseInt(decimal.group(2)));
    }
    return switch (wanted) {
      case BOOLEAN -> row.bool();
      case INT16 -> (short) row.integer(Short.BYTES);
      case INT32 -> (int) row.integer(Integer.BYTES);
      case INT64 -> row.int64();
      case FLOAT32 -> row.float32();
      case FLOAT64 -> row.float64();
      case DECIMAL -> number(row.string());
      case STRING, JSON, OTHER -> row.string();
      case BYTES -> row.bytes();
      case DATE -> LocalDate.ofEpochDay(row.integer(Integer.BYTES));
      case TIME -> LocalTime.parse(row.string());
      case TIMESTAMP -> LocalDateTime.ofInstant(moment(row.int64()), ZoneOffset.UTC);
      case INSTANT -> moment(row.int64());
      case UUID -> {
        long most = row.int64();
        yield new UUID(most, row.int64());
      }
    };
  }

  private static Instant moment(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Not a number and the infinities have a text as well, which ends with a letter. */
  private static Object number(String text) {
    boolean finite = Character.isDigit(text.charAt(text.length() - 1));
    return finite ? new BigDecimal(text) : (Object) Double.valueOf(text);
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  /** How many bytes a decimal number of so many digits has. */
  private static int width(Matcher decimal) {
    int digits = Integer.parseInt(decimal.group(1));
    return digits <= 9 ? 4 : digits <= 18 ? 8 : digits <= 38 ? 16 : 32;
  }

  private void decimal(RowWriter row, BigDecimal number, String column) {
    Matcher decimal = DECIMAL.matcher(type);
    if (!decimal.matches()) {
      throw unfit(column, number);
    }
    int scale = Integer.parseInt(decimal.group(2));
    try {
      BigDecimal scaled = number.setScale(scale, RoundingMode.UNNECESSARY);
      if (scaled.precision() > Integer.parseInt(decimal.group(1))) {
        throw unfit(column, number);
      }
      row.wide(scaled.unscaledValue(), width(decimal));
    } catch (ArithmeticException e) {
      throw unfit(column, number);
    }
  }

  private LocalDateTime local(Instant time, String column) {
    boolean far = time.equals(Instant.MAX) || time.equals(Instant.MIN);
    if (far || time.isBefore(FIRST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC))) {
      throw unfit(column, time);
    }
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }

  private long micros(LocalDateTime time, String column) {
    LocalDateTime within = checked(time.toLocalDate(), time, column);
    return ChronoUnit.MICROS.between(Instant.EPOCH, within.toInstant(ZoneOffset.UTC));
  }

  private <T> T checked(LocalDate day, T value, String column) {
    if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
      throw unfit(column, value);
    }
    return value;
  }

  /** Says no value, which may be a secret. */
  private BackendException unfit(String column, Object value) {
    return new BackendException(
        ErrorKind.INVALID_ARGUMENT,
        "a %s of column %s does not fit into %s, which has numbers of so many digits, and days from %s to %s"
            .formatted(value.getClass().getSimpleName(), column, type, FIRST_DAY, LAST_DAY));
  }

  /** Returns the text of a value of a key, as an element of a parameter's array. */
  String element(@Nullable Object value) {
    return switch (value) {
      case null -> "''";
      case Boolean truth -> truth.toString();
      case byte[] bytes -> Parameters.quoted(bytes);
      case LocalDateTime time -> Parameters.quoted(ELEMENT.format(time).getBytes(UTF_8));
      case Instant time ->
          Parameters.quoted(ELEMENT.format(time.atOffset(ZoneOffset.UTC)).getBytes(UTF_8));
      case Number number when !type.equals("String") ->
          number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
      default -> Parameters.quoted(text(value).getBytes(UTF_8));
    };
  }
}
