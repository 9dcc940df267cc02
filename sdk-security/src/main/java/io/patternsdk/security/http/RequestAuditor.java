package io.patternsdk.security.http;

import io.patternsdk.http.Auditor;
import io.patternsdk.http.Caller;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.security.audit.AuditFullException;
import io.patternsdk.security.audit.AuditLogger;
import io.patternsdk.security.audit.AuditLogger.Place;
import io.patternsdk.security.audit.AuditRecord;
import io.patternsdk.security.audit.AuditSink;
import io.patternsdk.security.audit.Decision;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;

/** Records requests as an {@link AuditLogger} has it. */
final class RequestAuditor implements Auditor {
  private static final Logger LOG = System.getLogger(RequestAuditor.class.getName());
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final String NO_ANSWER = "none";

  private final AuditLogger logger;
  private final AuditSink sink;
  private final Set<String> events;

  /**
   * Creates one, which closes both.
   *
   * @param events some of {@code read}, {@code write} and {@code refused}
   */
  RequestAuditor(AuditLogger logger, AuditSink sink, Set<String> events) {
    this.logger = logger;
    this.sink = sink;
    this.events = Set.copyOf(events);
  }

  @Override
  public void refused(Asked asked, Caller caller, int status) {
    if (events.contains("refused")) {
      Decision decision =
          switch (status) {
            case 401 -> Decision.UNAUTHENTICATED;
            case 403 -> Decision.FORBIDDEN;
            default -> Decision.UNDECIDED;
          };
      boolean unused =
          logger.offer(record(asked, caller).decision(decision).outcome(Integer.toString(status)));
    }
  }

  @Override
  public Admitted admitted(Asked asked, Caller caller) {
    if (!events.contains(READING.contains(asked.method()) ? "read" : "write")) {
      return Auditor.none().admitted(asked, caller);
    }
    try {
      return new Recorded(logger.reserve(), record(asked, caller));
    } catch (AuditFullException e) {
      throw HttpProblem.of(
              503, "Service Unavailable", "nothing is done that cannot be recorded at the moment")
          .code("audit_full")
          .header("Retry-After", "1");
    }
  }

  private static AuditRecord record(Asked asked, Caller caller) {
    return AuditRecord.of(caller.subject(), asked.method() + " " + asked.route(), asked.on())
        .from(asked.from())
        .trace(asked.trace());
  }

  @Override
  public void close() {
    logger.close();
    try {
      sink.close();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the audit log could not be ended in order", e);
    }
  }

  private static final class Recorded implements Admitted {
    private final Place place;
    private final AuditRecord record;
    private boolean answered;

    Recorded(Place place, AuditRecord record) {
      this.place = place;
      this.record = record;
    }

    @Override
    public void answered(int status) {
      tell(Integer.toString(status));
    }

    private void tell(String outcome) {
      if (!answered) {
        answered = true;
        place.record(record.outcome(outcome));
      }
    }

    @Override
    public void close() {
      tell(NO_ANSWER);
      place.close();
    }
  }
}
