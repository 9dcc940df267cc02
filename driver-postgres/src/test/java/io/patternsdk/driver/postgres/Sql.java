package io.patternsdk.driver.postgres;

import io.patternsdk.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A connection of a test's own, past the driver. */
final class Sql implements AutoCloseable {
  private final Connection connection;

  private Sql(String url) {
    try {
      this.connection = DriverManager.getConnection(url);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Sql on(PostgresServer server) {
    return new Sql(server.jdbc() + "&currentSchema=pattern");
  }

  /** To another database of the server, so that what it does there counts apart. */
  static Sql beside(PostgresServer server) {
    return new Sql(server.jdbc().replace("/postgres?", "/template1?"));
  }

  /** The first value of the answer as text, or empty if there is none. */
  String ask(String query) {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(query)) {
        return "";
      }
      try (ResultSet answer = statement.getResultSet()) {
        return answer.next() ? String.valueOf(answer.getString(1)) : "";
      }
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  long number(String query) {
    return Long.parseLong(ask(query));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
