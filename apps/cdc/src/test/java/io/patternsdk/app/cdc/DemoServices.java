package io.patternsdk.app.cdc;

import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The machine's list of network services as a table, and changes of it, the same each time. */
record DemoServices(List<String> names) {
  static final TableSchema SCHEMA =
      TableSchema.of(
          TableName.parse("services"),
          List.of(
              Column.of("name", ColumnType.STRING),
              Column.of("port", ColumnType.STRING),
              Column.of("change", ColumnType.INT64)),
          List.of("name"));

  static DemoServices of(Path list) throws IOException {
    return new DemoServices(
        Files.readAllLines(list).stream()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .map(line -> line.split("\\s+"))
            .map(words -> words[0] + "/" + words[1])
            .distinct()
            .toList());
  }

  /** Returns the rows that the table begins with. */
  List<TableWrite> first() {
    List<TableWrite> rows = new ArrayList<>();
    names.forEach(name -> rows.add(put(name, port(name), 0)));
    return rows;
  }

  /** Returns what a transaction does: it changes a few services, and now and then removes one. */
  List<TableWrite> transaction(long number) {
    SplittableRandom random = new SplittableRandom(number);
    List<TableWrite> writes = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String name = names.get(random.nextInt(names.size()));
      writes.add(
          random.nextInt(5) == 0
              ? new TableWrite.Delete(Row.of(SCHEMA, name, "", number), version(number))
              : put(name, port(name) + "-" + random.nextInt(100), number));
    }
    return writes;
  }

  private static TableWrite put(String name, String port, long number) {
    return new TableWrite.Upsert(Row.of(SCHEMA, name, port, number), version(number));
  }

  private static RowVersion version(long number) {
    return new RowVersion(number + 1, 0);
  }

  private static String port(String name) {
    return name.substring(name.indexOf('/') + 1);
  }
}
