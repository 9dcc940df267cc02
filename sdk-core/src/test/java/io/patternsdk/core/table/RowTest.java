package io.patternsdk.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
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
  void labelsAndDefaultsChangeNothingOfHowRowsAreStored() {
    Column last = SCHEMA.columns().getLast();
    Column told = new Column("c", ColumnType.BYTES, true, "", -1, List.of("x"), "now()");
    assertThat(told).isNotEqualTo(last);
    assertThat(with(told).isStoredAs(SCHEMA)).isTrue();
    assertThat(with(told, Column.nullable("d", ColumnType.DATE)).isStoredAs(SCHEMA)).isFalse();
    assertThat(SCHEMA.isBeginningOf(with(told, Column.nullable("d", ColumnType.DATE)))).isTrue();
    assertThat(SCHEMA.isBeginningOf(with())).isFalse();
    for (Column other :
        List.of(
            last.as("d", true),
            last.as("c", false),
            Column.nullable("c", ColumnType.DATE),
            new Column("c", ColumnType.BYTES, true, "blob", -1),
            new Column("c", ColumnType.BYTES, true, "", 3))) {
      assertThat(with(other).isStoredAs(SCHEMA)).as(other.toString()).isFalse();
      assertThat(SCHEMA.isBeginningOf(with(other))).as(other.toString()).isFalse();
    }
    TableSchema keyed = TableSchema.of(SCHEMA.name(), SCHEMA.columns(), List.of("a"));
    assertThat(keyed.isStoredAs(SCHEMA)).isFalse();
  }

  private static TableSchema with(Column... behind) {
    List<Column> columns = new ArrayList<>(SCHEMA.columns().subList(0, 2));
    columns.addAll(List.of(behind));
    return TableSchema.of(SCHEMA.name(), columns, SCHEMA.key());
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
