package io.patternsdk.testkit.fault;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.config.NearestName;
import io.patternsdk.core.layer.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What may be struck.
 *
 * @param operations all that may be called
 */
record KnownOperations(List<Operation> operations) {
  static KnownOperations of(
      Collection<Operation> driver, Collection<? extends Capability<?>> capabilities) {
    List<Operation> all = new ArrayList<>(driver);
    capabilities.forEach(capability -> all.addAll(capability.operations()));
    return new KnownOperations(List.copyOf(all));
  }

  /** Refuses a place at which no call is ever made. */
  void check(String where) {
    if (operations.stream().noneMatch(operation -> Cue.matches(where, operation.toString()))) {
      throw new IllegalArgumentException(
          "no operation "
              + where
              + "; "
              + NearestName.hint(where, alike(where))
              + " A capability that is not the SDK's is given to FaultPlan.seeded.");
    }
  }

  private List<String> alike(String where) {
    List<String> names = new ArrayList<>();
    for (Operation operation : operations) {
      if (where.indexOf('.') < 0) {
        names.add(operation.name());
      } else {
        names.add(operation.toString());
        names.add(operation.capability() + ".*");
      }
    }
    return names.stream().distinct().toList();
  }
}
