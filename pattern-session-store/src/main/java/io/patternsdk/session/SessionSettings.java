package io.patternsdk.session;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Settings;
import io.patternsdk.session.internal.regions.ReplicationSettings;
import io.patternsdk.session.protection.ProtectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the store, whose names, bounds and defaults docs/sessions.md lists.
 *
 * @param secret what ids are authenticated by
 * @param formerSecret a secret whose ids are still accepted
 * @param protection by what stored values are protected
 * @param idle after how long without use a session expires that does not say
 * @param lifetime after how long a session expires, however it is used, that does not say
 * @param touchInterval how long the last use that is stored may be behind the real one
 * @param horizon how long the end of a session is remembered
 * @param sweepInterval how often sessions are looked for that have expired
 * @param maxAttributeBytes the most bytes of one attribute as it is stored
 * @param maxWriteBytes the most bytes of all attributes of one write
 * @param maxSessionBytes the most bytes of a session as it is stored
 * @param maxSessions the most sessions of the store
 * @param maxSessionsPerPrincipal the most sessions of a principal
 * @param maxPageSize the most sessions on one page of a list
 * @param local the region of this process
 * @param replicationBytes how much may wait for each of the other regions
 * @param repairInterval after how long regions are compared that miss nothing
 */
record SessionSettings(
    Secret secret,
    Optional<Secret> formerSecret,
    ProtectionSettings protection,
    Duration idle,
    Duration lifetime,
    Duration touchInterval,
    Duration horizon,
    Duration sweepInterval,
    long maxAttributeBytes,
    long maxWriteBytes,
    long maxSessionBytes,
    Optional<Integer> maxSessions,
    Optional<Integer> maxSessionsPerPrincipal,
    int maxPageSize,
    Optional<String> local,
    long replicationBytes,
    Duration repairInterval) {
  private static final int SHORTEST_SECRET = 32;
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** Reads the settings, noting every problem in them. */
  static SessionSettings from(Settings s) {
    String expected = "at least 32 characters that nobody guesses, from openssl rand -hex 32, say";
    return new SessionSettings(
        s.secret("secret").check(SessionSettings::longEnough, expected).required(),
        s.secret("former_secret").check(SessionSettings::longEnough, expected).optional(),
        ProtectionSettings.from(s),
        s.duration("idle").range(Duration.ofSeconds(1), LONGEST).orElse(Duration.ofMinutes(30)),
        s.duration("lifetime").range(Duration.ofSeconds(1), LONGEST).orElse(Duration.ofHours(24)),
        s.duration("touch_interval")
            .range(Duration.ofMillis(1), Duration.ofMinutes(1))
            .orElse(Duration.ofMinutes(1)),
        s.duration("horizon")
            .range(Duration.ofMinutes(1), Duration.ofDays(365))
            .orElse(Duration.ofDays(7)),
        s.duration("sweep_interval")
            .range(Duration.ofMillis(10), Duration.ofHours(1))
            .orElse(Duration.ofSeconds(10)),
        s.size("max_attribute_size").range(16L, 1L << 20).orElse(64L << 10),
        s.size("max_write_size").range(16L, 16L << 20).orElse(1L << 20),
        s.size("max_session_size").range(1L << 10, 16L << 20).orElse(1L << 20),
        s.integer("max_sessions").range(1, 1_000_000_000).optional(),
        s.integer("max_sessions_per_principal").range(1, 1_000_000).optional(),
        s.integer("max_page_size").range(1, 1_000).orElse(100),
        s.string("local").optional(),
        s.size("replication_buffer").range(64L << 10, 1L << 40).orElse(32L << 20),
        s.duration("repair_interval")
            .range(Duration.ofSeconds(10), Duration.ofDays(30))
            .orElse(Duration.ofHours(1)));
  }

  /** Reads the settings of a store of these regions, noting every problem in them. */
  static SessionSettings from(Settings s, List<String> regions) {
    SessionSettings read = from(s);
    String fix = "one of " + String.join(", ", regions);
    if (read.local().isEmpty() && regions.size() > 1) {
      s.problem("local", "is missing: there are several regions", fix);
    }
    if (read.local().isPresent() && !regions.contains(read.local().get())) {
      s.problem("local", "is none of the regions", fix);
    }
    return read;
  }

  ReplicationSettings replication() {
    return new ReplicationSettings(horizon, replicationBytes, repairInterval);
  }

  private static boolean longEnough(Secret secret) {
    return secret.reveal().length() >= SHORTEST_SECRET;
  }

  /** How long a use of a session is not stored after the last that was; at most a tenth of idle. */
  Duration touchInterval(Duration idle) {
    Duration share = idle.dividedBy(10);
    return share.compareTo(touchInterval) < 0 ? share : touchInterval;
  }
}
