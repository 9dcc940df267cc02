package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a line of COPY in its text format. */
final class CopyLine {
  private CopyLine() {}

  /** Returns the values of a row of this schema. */
  static @Nullable Object[] values(TableSchema schema, byte[] line) {
    List<Column> columns = schema.columns();
    @Nullable Object[] values = new Object[columns.size()];
    byte[] plain = new byte[line.length];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      if (line[at] == '\\' && line[at + 1] == 'N') {
        at += 3;
        continue;
      }
      int length = 0;
      while (line[at] != '\t' && line[at] != '\n') {
        byte next = line[at++];
        plain[length++] = next == '\\' ? escaped(line[at++]) : next;
      }
      at++;
      String text = new String(plain, 0, length, StandardCharsets.UTF_8);
      values[i] = PostgresValues.of(columns.get(i).type(), text);
    }
    return values;
  }

  private static byte escaped(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      default -> letter;
    };
  }
}
