package io.patternsdk.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patternsdk.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class TableJsonTest {

  @Test
  void rowsAndSchemasAreReadBackAsTheyWere() {
    TableSchema schema = SampleRows.schema();
    assertThat(TableJson.schema(JsonObject.parse(TableJson.schema(schema).toString())))
        .isEqualTo(schema);
    for (long seed = 0; seed < 500; seed++) {
      Row row = new SampleRows(seed).row();
      Row back = TableJson.row(schema, JsonObject.parse(TableJson.row(row).toString()));
      assertThat(back).as("seed %d", seed).isEqualTo(row);
    }
  }

  @Test
  void whatIsSomethingElseIsRefused() {
    TableSchema schema = SampleRows.schema();
    for (String wrong :
        new String[] {
          "{\"id\": \"1\"}",
          "{\"id\": 1.5}",
          "{\"c_INT16\": 40000}",
          "{\"c_DATE\": \"2024-02-30\"}",
          "{\"c_BYTES\": \"%\"}",
          "{\"c_DECIMAL\": \"\"}",
          "{\"c_UUID\": \"x\"}"
        }) {
      assertThatIllegalArgumentException()
          .as(wrong)
          .isThrownBy(() -> TableJson.row(schema, JsonObject.parse(wrong)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableJson.schema(JsonObject.parse("{\"columns\": [1]}")));
  }
}
