package io.patternsdk.driver.postgres.tables;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/** Ends connections that somebody may be reading from. */
final class Connections {
  private static final Logger LOG = System.getLogger(Connections.class.getName());

  private Connections() {}

  /** Ends it at once; what the server had not taken is not taken. */
  static void end(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a connection ended with a failure", e);
    }
  }
}
