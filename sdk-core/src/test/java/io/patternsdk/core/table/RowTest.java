package io.patternsdk.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final TableSchema SCHEMA =
      TableSchema.of(
          TableName.parse("orders"),
          List.of(
              Column.of("a", ColumnType.INT32),
              Column.of("b", ColumnType.STRING),
              Column.nullable("c", ColumnType.BYTES)),
          List.of("b", "a"));

  @Test
  void itsKeyIsInTheOrderOfTheKey() {
    Row row = Row.of(SCHEMA, 1, "x", null);
    assertThat(row.key()).containsExactly("x", 1);
    assertThat(row.value("c")).isNull();
    assertThat(SCHEMA.name()).hasToString("public.orders");
  }

  @Test
  void valuesAreOfTheTypeOfTheirColumn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Row.of(SCHEMA, 1L, "x", null))
        .withMessage("a of public.orders is of type INT32, the value a Long");
    assertThatIllegalArgumentException().isThrownBy(() -> Row.of(SCHEMA, 1, "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> Row.of(SCHEMA, 1, "x", null).value("d"));
  }

  @Test
  void whatIsNotAvailableIsTakenFromAnOlderRow() {
    Row part = Row.of(SCHEMA, 1, "x", Row.Unavailable.UNAVAILABLE);
    Row older = Row.of(SCHEMA, 1, "w", new byte[] {1});
    assertThat(part.isComplete()).isFalse();
    assertThat(part.completedBy(older)).isEqualTo(Row.of(SCHEMA, 1, "x", new byte[] {1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TableWrite.Upsert(part, new RowVersion(1, 0)));
  }

  @Test
  void aRowDoesNotShowItsValues() {
    assertThat(Row.of(SCHEMA, 1, "secret", null).toString()).doesNotContain("secret");
  }

  @Test
  void aSchemaHasEachColumnOnceAndItsKeyAmongThem() {
    Column column = Column.of("a", ColumnType.INT32);
    TableName name = TableName.parse("s.t.x");
    assertThat(name).isEqualTo(new TableName("s", "t.x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSchema.of(name, List.of(column, column), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSchema.of(name, List.of(column), List.of("b")));
    assertThatIllegalArgumentException().isThrownBy(() -> TableName.parse("s."));
  }
}
