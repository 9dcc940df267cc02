package io.patternsdk.security.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.config.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Verifies an audit log from the command line. It ends with 0 if the log is whole, 1 if it is not,
 * 78 if the command line is wrong or files cannot be read.
 */
public final class VerifyAudit {
  private static final String USAGE =
      "VerifyAudit DIRECTORY [--key-file FILE]... [--reached LINE:HASH]";

  private VerifyAudit() {}

  /** Verifies what the command line names, says what was found, and ends the process. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      AuditReport report = trail(args).verify();
      say(report, out);
      return report.whole() ? 0 : 1;
    } catch (IllegalArgumentException | IOException e) {
      err.println(e instanceof IOException ? e.toString() : e.getMessage());
      return 78;
    }
  }

  private static AuditTrail trail(String[] args) throws IOException {
    if (args.length % 2 == 0 || args[0].startsWith("-")) {
      throw new IllegalArgumentException("expected: " + USAGE);
    }
    AuditTrail trail = AuditTrail.in(Path.of(args[0]));
    for (int i = 1; i < args.length; i += 2) {
      String value = args[i + 1];
      switch (args[i]) {
        case "--key-file" -> trail.key(Secret.of(Files.readString(Path.of(value), UTF_8)));
        case "--reached" -> trail.reaching(value);
        default -> throw new IllegalArgumentException(args[i] + " is unknown; expected: " + USAGE);
      }
    }
    return trail;
  }

  private static void say(AuditReport report, PrintStream out) {
    report.problems().forEach(out::println);
    out.printf(
        "%s: %d files, from line %d to %s, %s%n",
        report.whole() ? "whole" : "NOT WHOLE",
        report.files(),
        report.first(),
        report.last(),
        report.closed() ? "ended in order" : "not ended, or by a kill");
    if (report.lost() > 0) {
      out.println(report.lost() + " records found no room, as the log says itself");
    }
    if (report.torn() > 0) {
      out.println(report.torn() + " bytes of a line that was cut off are at its end");
    }
  }
}
