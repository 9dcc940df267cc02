package io.patternsdk.multicast;

import io.patternsdk.core.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a multicast goes: a topic with the identities that listen there, or one durable identity.
 *
 * @param topic the topic to publish to
 * @param identities the ids of the identities behind it
 * @param durable whether it is one identity with a queue
 */
record Target(String topic, List<String> identities, boolean durable) {

  /** Returns the targets of recipients that were found: those that share a topic share one. */
  static List<Target> of(List<Document> recipients) {
    List<Target> targets = new ArrayList<>(recipients.size());
    Map<String, List<String>> byTopic = LinkedHashMap.newLinkedHashMap(recipients.size());
    for (Document document : recipients) {
      Recipient recipient = (Recipient) document;
      if (recipient.durable()) {
        targets.add(new Target(recipient.topic(), List.of(recipient.id()), true));
      } else {
        byTopic.computeIfAbsent(recipient.topic(), topic -> new ArrayList<>(1)).add(recipient.id());
      }
    }
    byTopic.forEach((topic, ids) -> targets.add(new Target(topic, ids, false)));
    return targets;
  }
}
