package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Finding.Fault;
import io.patternsdk.app.testing.Screen;
import java.util.List;

/** All that cannot have been right. */
record Findings(List<Finding> all) {
  private static final int SHOWN = 5;

  long of(Fault fault) {
    return all.stream().filter(finding -> finding.fault() == fault).count();
  }

  /** Says how much there is of what concerns sessions themselves. */
  void compare(Screen screen) {
    screen.line(
        "compare",
        "lost writes %d, lost sessions %d, resurrections %d, listed wrongly %d, overdue %d"
            .formatted(
                of(Fault.LOST_WRITE),
                of(Fault.LOST_SESSION),
                of(Fault.RESURRECTED),
                of(Fault.LISTED_WRONGLY),
                of(Fault.OVERDUE)));
  }

  /** Prints the first ones whole; false if there are any. */
  boolean none() {
    all.stream().limit(SHOWN).forEach(finding -> System.out.println(finding));
    return all.isEmpty();
  }
}
