package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.TableName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What sessions and statements of this package have in common. */
final class PostgresSessions {
  private static final Logger LOG = System.getLogger(PostgresSessions.class.getName());

  /** What the text of values depends on; the same in each session that reads or writes some. */
  private static final List<String> FORMS =
      List.of(
          "DateStyle = 'ISO, YMD'",
          "IntervalStyle = 'postgres'",
          "TimeZone = 'UTC'",
          "extra_float_digits = 3",
          "bytea_output = 'hex'",
          "lc_monetary = 'C'",
          "xmloption = 'content'");

  private PostgresSessions() {}

  /** Gives a value to each parameter of a statement. */
  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Reads one row. */
  @FunctionalInterface
  interface Reader<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Makes the text of values the same everywhere, until the session ends. */
  static void plain(Connection connection) throws SQLException {
    execute(connection, "SET " + String.join("; SET ", FORMS));
  }

  /** The same until the transaction ends. */
  static void plainInTransaction(Connection connection) throws SQLException {
    execute(connection, "SET LOCAL " + String.join("; SET LOCAL ", FORMS));
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static <T> List<T> query(Connection connection, String sql, Binder binder, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      List<T> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(reader.of(found));
        }
      }
      return rows;
    }
  }

  static int update(Connection connection, String sql, Binder binder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return statement.executeUpdate();
    }
  }

  /** A name as SQL has it. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quoted(TableName table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }

  /** A text as SQL has it. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Ends one that somebody may be reading from; what the server had not taken is not taken. */
  static void end(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a connection ended with a failure", e);
    }
  }
}
