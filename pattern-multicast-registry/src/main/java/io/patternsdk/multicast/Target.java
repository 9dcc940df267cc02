package io.patternsdk.multicast;

import io.patternsdk.core.document.Document;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a multicast goes: a topic with the identities that listen there, or one durable identity.
 * It is all that a multicast keeps of an identity, so that the many that it selects take little
 * memory.
 *
 * @param key the key of the document of the first of them
 * @param topic the topic to publish to
 * @param identities the ids of the identities behind it
 * @param durable whether it is one identity with a queue
 */
record Target(String key, String topic, List<String> identities, boolean durable)
    implements Document {
  private static final long BYTES = 400;

  /** Returns the targets that were found, durable ones first, those that share a topic as one. */
  static List<Target> byTopic(List<Document> found) {
    List<Target> targets = new ArrayList<>(found.size());
    Map<String, Target> byTopic = LinkedHashMap.newLinkedHashMap(found.size());
    for (Document document : found) {
      Target target = (Target) document;
      if (target.durable()) {
        targets.add(target);
      } else {
        byTopic.merge(target.topic(), target, Target::and);
      }
    }
    targets.addAll(byTopic.values());
    return targets;
  }

  /** The list of one that has been joined before is its own, and grows. */
  private Target and(Target other) {
    if (identities instanceof ArrayList<String> mine) {
      mine.addAll(other.identities);
      return this;
    }
    List<String> both = new ArrayList<>(identities);
    both.addAll(other.identities);
    return new Target(key, topic, both, false);
  }

  @Override
  public JsonObject json() {
    return JsonObject.EMPTY;
  }

  /** Reads identities, and keeps no more of those that match. */
  record Reader(IdentityCache identities) implements Document.Reader {
    @Override
    public Document read(Entry entry) {
      return identities.read(entry);
    }

    @Override
    public Document keep(Document document) {
      Identity identity = IdentityCache.identity(document);
      return new Target(
          document.key(), identity.topic(), List.of(identity.id()), identity.durable());
    }

    @Override
    public long weight(Entry entry) {
      return BYTES + 3L * entry.key().length();
    }
  }
}
