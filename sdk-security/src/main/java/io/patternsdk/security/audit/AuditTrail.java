package io.patternsdk.security.audit;

import io.patternsdk.core.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies the files of an {@link AuditFiles}: that each line is as it was written and follows the
 * one before. What it cannot tell is whether lines are missing at the end, which a kill leaves out,
 * too: {@link #reaching} has it look for a line that is known to have been there, from the
 * program's log or from an earlier report. For one thread.
 */
public final class AuditTrail {
  private final Segments segments;
  private final Map<String, Seal> seals = new HashMap<>();
  private Optional<Link> reached = Optional.empty();

  private AuditTrail(Path directory) {
    this.segments = new Segments(directory);
    seals.put("", Seal.plain());
  }

  /** Starts with the files of a directory. */
  public static AuditTrail in(Path directory) {
    return new AuditTrail(directory);
  }

  /**
   * Adds a key by which lines were hashed. Lines of a log with a key that were hashed without one
   * are wrong, so name no key where there was none.
   *
   * @throws IllegalArgumentException if it is too short to be one
   */
  public AuditTrail key(Secret key) {
    Seal seal = Seal.with(key);
    seals.put(seal.keyId(), seal);
    seals.remove("");
    return this;
  }

  /**
   * Has it look for a line, given as {@code 17:ab…}, its number and its hash.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public AuditTrail reaching(String link) {
    reached = Optional.of(Link.parse(link));
    return this;
  }

  /**
   * Reads all files, which may be written meanwhile.
   *
   * @throws IOException if they cannot be read
   */
  public AuditReport verify() throws IOException {
    Verification verification = new Verification(seals, reached);
    for (Path file : segments.files()) {
      verification.read(file);
    }
    return verification.report();
  }
}
