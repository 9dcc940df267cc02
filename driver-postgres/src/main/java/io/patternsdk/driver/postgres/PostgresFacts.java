package io.patternsdk.driver.postgres;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the server says of itself in a session of ours.
 *
 * @param settings its settings by name, and under {@code standbys} how many follow it
 */
record PostgresFacts(Map<String, String> settings) {
  private static final int OLDEST = 15;
  private static final List<String> ASKED =
      List.of(
          "server_version",
          "server_version_num",
          "server_encoding",
          "fsync",
          "full_page_writes",
          "synchronous_commit",
          "synchronous_standby_names");

  /** Asks a server and refuses one that cannot be used; one round trip. */
  static PostgresFacts of(Connection connection) throws SQLException {
    Map<String, String> settings = new HashMap<>();
    String question =
        "SELECT name, current_setting(name) FROM unnest(?) AS asked(name)"
            + " UNION ALL SELECT 'standbys', count(*)::text FROM pg_stat_replication";
    try (var statement = connection.prepareStatement(question)) {
      statement.setArray(1, connection.createArrayOf("text", ASKED.toArray()));
      try (ResultSet answer = statement.executeQuery()) {
        while (answer.next()) {
          settings.put(answer.getString(1), answer.getString(2));
        }
      }
    }
    PostgresFacts facts = new PostgresFacts(settings);
    facts.refuse();
    return facts;
  }

  private void refuse() {
    if (major() < OLDEST) {
      throw unsupported("PostgreSQL " + version() + " is too old; 15 or newer works");
    }
    String encoding = setting("server_encoding");
    if (!encoding.equals("UTF8")) {
      throw unsupported("the database is encoded in " + encoding + "; it has to be UTF8");
    }
  }

  private static BackendException unsupported(String message) {
    return new BackendException(ErrorKind.UNSUPPORTED, message);
  }

  /** The version, such as {@code 15.18}, without what a distribution adds. */
  String version() {
    return setting("server_version").replaceAll(" .*", "");
  }

  int major() {
    return Integer.parseInt(setting("server_version_num")) / 10_000;
  }

  private String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  /** What is guaranteed of a capability. */
  Traits guarantees(Capability<?> capability) {
    return new PostgresGuarantees(settings).of(capability);
  }
}
