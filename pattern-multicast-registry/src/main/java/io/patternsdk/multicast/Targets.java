package io.patternsdk.multicast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the identities that match into targets: those that share a topic share one message. */
final class Targets {
  private Targets() {}

  static List<Target> of(List<Identity> identities) {
    List<Target> targets = new ArrayList<>(identities.size());
    Map<String, List<String>> byTopic = LinkedHashMap.newLinkedHashMap(identities.size());
    for (Identity identity : identities) {
      if (identity.durable()) {
        targets.add(new Target(identity.topic(), List.of(identity.id()), true));
      } else {
        byTopic.computeIfAbsent(identity.topic(), topic -> new ArrayList<>(1)).add(identity.id());
      }
    }
    byTopic.forEach((topic, ids) -> targets.add(new Target(topic, ids, false)));
    return targets;
  }
}
