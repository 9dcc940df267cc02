package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Columns that nobody is to see. */
class ShapingTest {
  private static final TableSchema PEOPLE =
      TableSchema.of(
          TableName.parse("people"),
          List.of(
              Column.of("id", ColumnType.INT32),
              Column.nullable("mail", ColumnType.STRING),
              Column.nullable("age", ColumnType.INT32)),
          List.of("id"));

  private static CdcSettings settings(Map<String, ?> shape, String key) {
    Map<String, Object> all = new HashMap<>();
    all.put("tables", List.of("people"));
    all.put("transforms", Map.of("people", shape));
    if (!key.isEmpty()) {
      all.put("hash_key", key);
    }
    return Settings.of(all).read(CdcSettings::from);
  }

  private static Row hashed(String key, Row row) {
    CdcSettings settings = settings(Map.of("hash", List.of("id", "mail"), "mask", "age"), key);
    Change change = new Shaping(settings.shapes(), settings.hash(), false).apply(Samples.read(row));
    return change.after().orElseThrow();
  }

  @Test
  void hashedValuesAreThoseOfHmacAndEqualWhereTheValuesAre() {
    Row row = hashed("0123456789abcdef", Row.of(PEOPLE, 7, "7", 40));
    assertThat(row.value("id"))
        .isEqualTo("f69cf4852626eee19b92af564b9413e44aa526cc9e726ab9b8972af1d3b39092")
        .isEqualTo(row.value("mail"));
    assertThat(row.value("age")).isNull();
    assertThat(row.schema().key()).containsExactly("id");
    assertThat(row.schema().columns())
        .extracting(Column::type)
        .containsExactly(ColumnType.STRING, ColumnType.STRING, ColumnType.INT32);
    assertThat(hashed("another key of 16", Row.of(PEOPLE, 7, "7", 40)).value("id"))
        .isNotEqualTo(row.value("id"));
  }

  @Test
  void whatIsAbsentOrUnavailableStaysSo() {
    Row row = Row.of(PEOPLE, 7, null, Row.Unavailable.UNAVAILABLE);
    Row hashed = hashed("0123456789abcdef", row);
    assertThat(hashed.value("mail")).isNull();
    assertThat(hashed.value("age")).isEqualTo(Row.Unavailable.UNAVAILABLE);
  }

  @Test
  void withoutAKeyOrWithAShortOneNothingIsHashed() {
    Map<String, Object> shape = Map.of("hash", List.of("mail"));
    assertThatThrownBy(() -> settings(shape, ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("hash_key");
    assertThatThrownBy(() -> settings(shape, "short"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("hash_key")
        .hasMessageNotContaining("short\"");
  }

  @Test
  void aHashOfAColumnThatIsNotThereIsRefused() {
    CdcSettings settings = settings(Map.of("hash", List.of("male")), "0123456789abcdef");
    Shaping shaping = new Shaping(settings.shapes(), settings.hash(), false);
    assertThatThrownBy(() -> shaping.apply(Samples.read(Row.of(PEOPLE, 1, "a", 2))))
        .hasMessageContaining("male");
  }
}
