package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.core.table.TableWrite;
import io.patternsdk.core.table.TableWrite.Delete;
import io.patternsdk.core.table.TableWrite.Truncate;
import io.patternsdk.core.table.TableWrite.Upsert;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One batch on its way into its tables; for one thread. */
final class TableBatch {
  /** How many keys are asked for at once: their texts are a part of the address of the request. */
  private static final int MOST_KEYS = 1_000;

  private static final int MOST_KEY_BYTES = 24_000;

  private static final List<String> TRUNCATION_COLUMNS =
      List.of("relation", "version").stream().map(ClickHouseLayout::quoted).toList();

  /** Older than every version. */
  private static final BigInteger NONE = BigInteger.valueOf(-1);

  private final ClickHouseConnections clickHouse;
  private final Map<TableName, State> states = new LinkedHashMap<>();
  private boolean begun;

  /**
   * Begins one.
   *
   * @param truncations up to which versions tables were emptied, by their identities
   */
  TableBatch(
      ClickHouseConnections clickHouse,
      Map<TableName, AppliedTable> tables,
      Map<String, BigInteger> truncations) {
    this.clickHouse = clickHouse;
    tables.forEach((name, table) -> states.put(name, new State(table, truncations)));
  }

  /** A row as it is to be stored. */
  private record Stored(TableSchema schema, byte[] bytes) {}

  /** A write of a row, made ready so that what cannot be stored fails before anything is. */
  private record Ready(ByteBuffer key, BigInteger version, Row row, Stored stored) {}

  /** A table: the newest versions of the batch's rows, and what of them is still to be stored. */
  private static final class State {
    final AppliedTable table;
    final Map<ByteBuffer, BigInteger> versions = new HashMap<>();
    final Map<ByteBuffer, Stored> pending = new LinkedHashMap<>();
    BigInteger truncated;

    State(AppliedTable table, Map<String, BigInteger> truncations) {
      this.table = table;
      this.truncated = truncations.getOrDefault(table.identity(), NONE);
    }

    boolean isNewer(Ready write) {
      BigInteger there = versions.getOrDefault(write.key, truncated).max(truncated);
      return write.version.compareTo(there) > 0;
    }
  }

  /** Applies writes in their order; returns how many were newer than what was there. */
  int apply(List<TableWrite> writes) {
    List<@Nullable Ready> ready = new ArrayList<>(writes.size());
    Map<TableName, Map<ByteBuffer, Row>> keys = new HashMap<>();
    for (TableWrite write : writes) {
      Ready made = ready(write);
      ready.add(made);
      if (made != null) {
        keys.computeIfAbsent(write.table(), name -> new LinkedHashMap<>()).put(made.key, made.row);
      }
    }
    keys.forEach((name, rows) -> readVersions(state(name), rows.values()));
    int newer = 0;
    for (int i = 0; i < writes.size(); i++) {
      TableWrite write = writes.get(i);
      Ready made = ready.get(i);
      State state = state(write.table());
      if (made == null) {
        newer += truncate(state, number(write.version()));
      } else if (state.isNewer(made)) {
        state.versions.put(made.key, made.version);
        state.pending.put(made.key, made.stored);
        newer++;
      }
    }
    states.values().forEach(this::store);
    return newer;
  }

  /** Tells whether something has been stored. */
  boolean begun() {
    return begun;
  }

  private State state(TableName name) {
    return Objects.requireNonNull(states.get(name));
  }

  private static BigInteger number(RowVersion version) {
    return BigInteger.valueOf(version.major())
        .shiftLeft(Long.SIZE)
        .or(BigInteger.valueOf(version.minor()));
  }

  /** Returns nothing for what empties a table. */
  private @Nullable Ready ready(TableWrite write) {
    return switch (write) {
      case Upsert upsert -> ready(upsert, upsert.row(), false);
      case Delete delete -> ready(delete, delete.row(), true);
      case Truncate truncate -> null;
    };
  }

  private Ready ready(TableWrite write, Row row, boolean deleted) {
    AppliedTable table = state(write.table()).table;
    BigInteger version = number(write.version());
    Stored stored = new Stored(row.schema(), table.encoded(row, version, deleted));
    return new Ready(table.identity(row), version, row, stored);
  }

  private void readVersions(State state, Collection<Row> rows) {
    List<Row> some = new ArrayList<>();
    int bytes = 0;
    for (Row row : rows) {
      int size = state.table.identity(row).remaining();
      if (!some.isEmpty() && (some.size() == MOST_KEYS || bytes + size > MOST_KEY_BYTES)) {
        readVersions(state, some);
        some.clear();
        bytes = 0;
      }
      some.add(row);
      bytes += size;
    }
    readVersions(state, some);
  }

  /** Of all that is there of a row, merged or not, the greatest counts. */
  private void readVersions(State state, List<Row> rows) {
    AppliedTable table = state.table;
    TableSchema schema = rows.getFirst().schema();
    String sql =
        "SELECT %1$s, max(%2$s) FROM %3$s WHERE %4$s GROUP BY %1$s"
            .formatted(
                table.keyColumns(),
                ClickHouseLayout.quoted(AppliedTable.VERSION),
                table.quoted(),
                table.keyIsAsked());
    clickHouse
        .query(
            sql,
            table.keys(rows),
            row -> Map.entry(table.readIdentity(row, schema), row.wide(AppliedTable.VERSION_BYTES)))
        .forEach(each -> state.versions.put(each.getKey(), each.getValue()));
  }

  /**
   * Stores what is before it, then a deleted row in place of each that is older, and notes it at
   * last: what is noted is not done again by a repetition.
   */
  private int truncate(State state, BigInteger version) {
    if (version.compareTo(state.truncated) <= 0) {
      return 0;
    }
    store(state);
    AppliedTable table = state.table;
    begun = true;
    clickHouse.execute(
        "INSERT INTO %1$s (%2$s, %3$s, %4$s) SELECT %2$s, {version:UInt128}, 1 FROM %1$s FINAL WHERE %3$s < {version:UInt128}"
            .formatted(
                table.quoted(),
                table.keyColumns(),
                ClickHouseLayout.quoted(AppliedTable.VERSION),
                ClickHouseLayout.quoted(AppliedTable.DELETED)),
        Parameters.none().number("version", version));
    clickHouse.insert(
        clickHouse.layout().own(ClickHouseLayout.TRUNCATIONS),
        TRUNCATION_COLUMNS,
        new RowWriter()
            .string(table.identity())
            .wide(version, AppliedTable.VERSION_BYTES)
            .toBytes());
    state.truncated = version;
    return 1;
  }

  /** Stores what is pending, in an insertion for each schema that rows have. */
  private void store(State state) {
    Map<TableSchema, RowWriter> rows = new LinkedHashMap<>();
    for (Stored stored : state.pending.values()) {
      rows.computeIfAbsent(stored.schema, schema -> new RowWriter()).fixed(stored.bytes);
    }
    rows.forEach(
        (schema, all) -> {
          clickHouse.insert(
              state.table.quoted(), AppliedTable.encodedColumns(schema), all.toBytes());
          begun = true;
        });
    state.pending.clear();
  }
}
