package io.patternsdk.lifecycle;

import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.NearestName;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.pattern.Slot.Arity;
import io.patternsdk.lifecycle.config.MemberConfig;
import io.patternsdk.lifecycle.config.SlotConfig;
import java.util.List;

/** What the file says of the members of a slot, against what the slot takes. */
record MemberChecks(PlannedSlot planned, Problems problems) {

  void note() {
    planned.config().atLeast().ifPresent(this::least);
    planned.config().members().sequencedValues().forEach(this::member);
    enough();
  }

  private boolean many() {
    return planned.slot().arity() == Arity.MANY;
  }

  private void least(Located<Integer> least) {
    int code = planned.slot().atLeast();
    if (!many()) {
      problems.note(least.problem("is given, and the slot takes a single backend", "leave it out"));
    } else if (least.value() < code) {
      problems.note(
          least.problem(
              "is " + least.value() + ", but the pattern needs " + code,
              "leave it out; a file adds to what the code requires"));
    }
  }

  private void member(MemberConfig member) {
    Located<String> backend = member.backend();
    List<String> known = planned.backends().stream().map(b -> b.name().value()).toList();
    if (!many()) {
      problems.note(
          backend.problem(
              "is written as a member, and the slot takes a single backend",
              "write its concurrency in the slot"));
    } else if (!known.contains(backend.value())) {
      problems.note(
          backend.problem("is no backend of the slot", NearestName.hint(backend.value(), known)));
    }
  }

  private void enough() {
    SlotConfig file = planned.config();
    int filled = planned.backends().size();
    // Where a backend was not found, that is the problem.
    boolean found = file.backends().map(List::size).orElse(0) <= filled;
    if (many() && found && filled > 0 && filled < planned.needed()) {
      problems.note(
          file.name()
              .problem(
                  "is filled by " + filled + ", and at least " + planned.needed() + " must work",
                  "add backends to it"));
    }
  }
}
