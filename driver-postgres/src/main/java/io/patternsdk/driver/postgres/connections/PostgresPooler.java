package io.patternsdk.driver.postgres.connections;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.postgresql.PGStatement;

/**
 * Finds out whether a pooler stands between that keeps no session for us: by which server
 * connection answers.
 */
public final class PostgresPooler {
  private PostgresPooler() {}

  /** Which server connection answers. */
  public static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0); // a pooler may share names
      try (ResultSet answer = statement.executeQuery("SELECT pg_backend_pid()")) {
        return answer.next() ? answer.getInt(1) : 0;
      }
    }
  }

  /**
   * Refuses one that gives the server connection of the first to the second in between, or another
   * one to the first afterwards.
   */
  public static void refuse(Connection first, Supplier<Connection> connect) throws SQLException {
    try (Connection second = connect.get()) {
      int before = pid(first);
      second.setAutoCommit(false);
      int between = pid(second);
      int after = pid(first);
      second.rollback();
      if (before == between || before != after) {
        throw PostgresErrors.pooled(null);
      }
    }
  }
}
