package io.patternsdk.http;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.lifecycle.config.AuditConfig;

/**
 * Makes the auditor that {@code http.audit} asks for; found by {@link java.util.ServiceLoader},
 * since it is in a module of its own: sdk-security. It has a public constructor without parameters.
 */
public interface AuditorProvider {

  /**
   * Returns one that records to files.
   *
   * @throws ConfigException if they cannot be written; saying why
   */
  Auditor auditor(AuditConfig audit, Clock clock, Meters meters);
}
