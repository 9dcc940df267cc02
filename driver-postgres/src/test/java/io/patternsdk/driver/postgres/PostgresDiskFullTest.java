package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * No room where large values are: {@code /dev/full} in the place of their file, so that the kernel
 * refuses what a full disk would. Nobody has to be root, or to have a disk of his own, for it.
 */
class PostgresDiskFullTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final byte[] SMALL = {1};
  private static final int FEW = 5;
  private static final int MANY = 100;

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.start();

  @Test
  void aWriteThatFindsNoRoomHasNoEffectAndTheNextOneAfterwardsSucceeds() {
    try (Backend backend = Backends.open(SERVER.uri());
        Sql sql = Sql.on(SERVER)) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      values.set("kept", SMALL);
      String file =
          sql.ask(
              "SELECT pg_relation_filepath(reltoastrelid) FROM pg_class"
                  + " WHERE oid = 'kv'::regclass");
      onServer(sql, "mv %1$s %1$s.kept && ln -s /dev/full %1$s".formatted(file));
      reopenFiles(sql);
      BackendException full = Failures.of(() -> values.set("kept", large()));
      assertThat(Failures.kindAndEffect(full)).isEqualTo("UNAVAILABLE NONE");
      assertThat(full).hasMessageContaining("No space left on device");
      assertThat(values.get("kept")).contains(SMALL);
      values.set("another", SMALL);
      onServer(sql, "mv %1$s.kept %1$s".formatted(file));
      reopenFiles(sql);
      byte[] large = large();
      values.set("kept", large);
      assertThat(values.get("kept")).contains(large);
    }
  }

  @Test
  void aServerThatFindsNoRoomForItsLogComesBackWithAllThatItAcknowledged() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      Backends.open(server.uri()).close(); // what a class path starts once and keeps is no leak
      Leaks.none(() -> fillTheLog(server));
    }
  }

  private static void fillTheLog(PostgresServer server) {
    Map<String, byte[]> acknowledged = new HashMap<>();
    try (Backend backend = Backends.open(server.uri())) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      Set<String> failures = new HashSet<>();
      for (int i = 0; failures.isEmpty() && i < MANY; i++) {
        if (i == FEW) {
          limitFiles(server, 2 << 20); // the log's has long been written further than that
        }
        byte[] value = large();
        try {
          values.set("key " + i, value);
          acknowledged.put("key " + i, value);
        } catch (BackendException e) {
          failures.add(Failures.kindAndEffect(e));
        }
      }
      assertThat(failures).isNotEmpty().isSubsetOf("UNAVAILABLE NONE", "UNAVAILABLE UNKNOWN");
      server.kill();
      server.restart();
      SOON.until("it is back", () -> there(values, "key 0"));
      acknowledged.forEach((key, value) -> assertThat(values.get(key)).contains(value));
    }
  }

  private static boolean there(KeyValue values, String key) {
    try {
      return values.get(key).isPresent();
    } catch (BackendException e) {
      return false;
    }
  }

  /** No file of the server may grow beyond that any more, as on a disk without room. */
  private static void limitFiles(PostgresServer server, int bytes) {
    try (Sql sql = Sql.on(server)) {
      onServer(
          sql,
          """
          server=$(head -n 1 postmaster.pid)
          for process in $server $(cat /proc/$server/task/*/children); do
            prlimit --pid $process --fsize=%d
          done
          true\
          """
              .formatted(bytes));
    }
  }

  private static byte[] large() {
    byte[] value = new byte[64 << 10];
    new SplittableRandom(1).nextBytes(value); // what compresses would be kept in the row
    return value;
  }

  /** Runs a command of the shell where the server runs, in the directory of its data. */
  private static void onServer(Sql sql, String command) {
    sql.ask("COPY (SELECT) TO PROGRAM '" + command + "'");
  }

  /** Has all sessions close their files, as the server does before it removes a database. */
  private static void reopenFiles(Sql sql) {
    sql.ask("CREATE DATABASE passing");
    sql.ask("DROP DATABASE passing");
  }
}
