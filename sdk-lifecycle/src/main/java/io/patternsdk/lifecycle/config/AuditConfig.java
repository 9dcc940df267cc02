package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of requests is recorded, and where.
 *
 * @param directory where the files are
 * @param key by which lines are hashed; without it anybody can make hashes anew
 * @param events what is recorded: {@code read}, {@code write}, {@code refused}
 * @param buffer how many records may wait to be written
 * @param whenFull what happens where no more may
 * @param maxFile how large a file becomes before the next one is begun, in bytes
 */
public record AuditConfig(
    Path directory,
    Optional<Secret> key,
    Set<String> events,
    int buffer,
    WhenFull whenFull,
    long maxFile) {

  private static final Set<String> EVENTS = Set.of("read", "write", "refused");

  /** What happens to a request whose record finds no room. */
  public enum WhenFull {
    /** It is refused, before anything is done. */
    REFUSE,
    /** It is done, and the record is missing, which is counted. */
    DROP
  }

  /** Copies the set. */
  public AuditConfig {
    events = Set.copyOf(events);
  }

  static Optional<AuditConfig> from(Settings s) {
    if (!s.present()) {
      return Optional.empty();
    }
    return Optional.of(
        new AuditConfig(
            s.path("directory").required(),
            s.secret("key")
                .check(key -> key.reveal().strip().length() >= 32, "at least 32 characters")
                .optional(),
            Set.copyOf(
                s.strings("events")
                    .check(
                        all -> !all.isEmpty() && EVENTS.containsAll(all),
                        "some of read, write and refused")
                    .orElse(List.of("write", "refused"))),
            s.integer("buffer").range(2, 1_000_000).orElse(10_000),
            s.choice("when_full", WhenFull.class).orElse(WhenFull.REFUSE),
            s.size("max_file").range(1L << 10, 1L << 40).orElse(100_000_000L)));
  }
}
