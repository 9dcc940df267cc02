package io.patternsdk.security.http;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.http.Auditor;
import io.patternsdk.http.AuditorProvider;
import io.patternsdk.lifecycle.config.AuditConfig;
import io.patternsdk.lifecycle.config.AuditConfig.WhenFull;
import io.patternsdk.security.audit.AuditFiles;
import io.patternsdk.security.audit.AuditLogger;
import java.io.IOException;
import java.util.List;

/** Makes a {@link RequestAuditor} of {@code http.audit}. */
public final class RequestAuditorProvider implements AuditorProvider {

  /** For {@link java.util.ServiceLoader}. */
  public RequestAuditorProvider() {}

  @Override
  public Auditor auditor(AuditConfig audit, Clock clock, Meters meters) {
    AuditFiles files = open(audit, clock);
    AuditLogger logger =
        AuditLogger.to(files)
            .capacity(audit.buffer())
            .dropping(audit.whenFull() == WhenFull.DROP)
            .clock(clock)
            .meters(meters)
            .build();
    return new RequestAuditor(logger, files, audit.events());
  }

  private static AuditFiles open(AuditConfig audit, Clock clock) {
    AuditFiles.Builder files =
        AuditFiles.in(audit.directory()).maxFile(audit.maxFile()).clock(clock);
    audit.key().ifPresent(files::key);
    try {
      return files.open();
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              new Problem(
                  Location.whole("configuration"),
                  "http.audit.directory",
                  "cannot be used: " + e,
                  "expected a directory that this process may write, and no other does")));
    }
  }
}
