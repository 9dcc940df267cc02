package io.patternsdk.security.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One thing that somebody asked for. Texts are kept up to 1,000 characters, and end in an ellipsis
 * where they had more; what is no text of Unicode becomes question marks. No secret belongs into
 * any of them. Immutable.
 *
 * @param who who asked; empty where it is not known
 * @param from where he asked from, such as an address; often empty
 * @param action what he asked for
 * @param on what it would be done to
 * @param decision whether he was let
 * @param outcome what came of it; empty where nothing did
 * @param trace the trace that it belongs to; empty where there is none
 */
public record AuditRecord(
    String who,
    String from,
    String action,
    String on,
    Decision decision,
    String outcome,
    String trace) {
  private static final int LONGEST = 1_000;

  /** Cuts what is too long. */
  public AuditRecord {
    who = cut(who);
    from = cut(from);
    action = cut(action);
    on = cut(on);
    outcome = cut(outcome);
    trace = cut(trace);
  }

  /** Returns one of which it is known who asked for what, on what; he was let. */
  public static AuditRecord of(String who, String action, String on) {
    return new AuditRecord(who, "", action, on, Decision.ALLOWED, "", "");
  }

  /** Returns the same, asked from there. */
  public AuditRecord from(String where) {
    return new AuditRecord(who, where, action, on, decision, outcome, trace);
  }

  /** Returns the same with that decision. */
  public AuditRecord decision(Decision made) {
    return new AuditRecord(who, from, action, on, made, outcome, trace);
  }

  /** Returns the same with what came of it. */
  public AuditRecord outcome(String came) {
    return new AuditRecord(who, from, action, on, decision, came, trace);
  }

  /** Returns the same as part of a trace. */
  public AuditRecord trace(String id) {
    return new AuditRecord(who, from, action, on, decision, outcome, id);
  }

  private static String cut(String text) {
    String proper = new String(text.getBytes(UTF_8), UTF_8);
    if (proper.codePointCount(0, proper.length()) <= LONGEST) {
      return proper;
    }
    return proper.substring(0, proper.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
