package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.table.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of rows as bytes, under which versions are kept: JSON of the texts of the values. */
final class RowKeys {
  private RowKeys() {}

  static byte[] of(Row row) {
    List<Object> texts = new ArrayList<>();
    for (Object value : row.key()) {
      texts.add(String.valueOf(PostgresValues.text(comparable(value))));
    }
    return JsonArray.of(texts).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Numbers that are equal in the database have one form. */
  private static @Nullable Object comparable(@Nullable Object value) {
    return switch (value) {
      case BigDecimal number when number.signum() == 0 -> BigDecimal.ZERO;
      case BigDecimal number -> number.stripTrailingZeros();
      case Double number when number == 0 -> 0.0;
      case Float number when number == 0 -> 0.0f;
      case null, default -> value;
    };
  }

  /** Returns the texts of the values of a key. */
  static List<String> texts(byte[] key) {
    List<String> texts = new ArrayList<>();
    for (JsonValue value : (JsonArray) JsonValue.parse(key)) {
      texts.add(((JsonString) value).value());
    }
    return texts;
  }
}
