package io.patternsdk.multicast;

import io.patternsdk.core.document.Document;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.Entry;

/**
 * What a multicast needs of an identity, so that the many that it selects take little memory.
 *
 * @param key the key of its document
 * @param id its id
 * @param topic the topic on which it listens
 * @param durable whether it has a queue
 */
record Recipient(String key, String id, String topic, boolean durable) implements Document {
  private static final long BYTES = 400;

  @Override
  public JsonObject json() {
    return JsonObject.EMPTY;
  }

  /** Reads identities, and keeps no more of those that match. */
  record Reader(KnownIdentities identities) implements Document.Reader {
    @Override
    public Document read(Entry entry) {
      return identities.read(entry);
    }

    @Override
    public Document keep(Document document) {
      Identity identity = KnownIdentities.identity(document);
      return new Recipient(document.key(), identity.id(), identity.topic(), identity.durable());
    }

    @Override
    public long weight(Entry entry) {
      return BYTES + 3L * entry.key().length();
    }
  }
}
