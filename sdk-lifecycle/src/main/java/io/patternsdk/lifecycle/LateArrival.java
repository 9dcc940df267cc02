package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.config.Problems;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The members that wait for one backend which opens late: all of them join, or none does. */
record LateArrival(List<Member> members, DriverRegistry drivers) {
  private static final Logger LOG = System.getLogger(Runner.class.getName());

  /** The backend is still not open; the next attempt comes after a pause. */
  void absent(String reason, Duration pause) {
    members.forEach(member -> member.supply().opening(reason, pause));
  }

  /**
   * The backend is open and the members' to use; or a reason is returned why it cannot be used, and
   * whoever opened it closes it and tries again after the pause.
   */
  Optional<String> arrived(Backend backend, Duration pause) {
    Problems problems = new Problems();
    Offers offers = new Offers(drivers, problems);
    members.forEach(member -> member.check(backend, offers));
    if (!problems.all().isEmpty()) {
      String reason =
          problems.all().stream().map(Problem::toString).collect(Collectors.joining("; "));
      members.forEach(member -> member.supply().refused(reason, pause));
      return Optional.of(reason);
    }
    for (Member member : members) {
      member.open(backend);
      LOG.log(Level.INFO, member.line(backend) + ", which has come late");
    }
    return Optional.empty();
  }
}
