package io.patternsdk.multicast.recorded;

import java.util.List;

/**
 * Where a recorded multicast goes.
 *
 * @param topic the topic to publish to
 * @param identities the ids of the identities that listen there
 * @param durable whether it is one identity with a queue
 */
public record Recipient(String topic, List<String> identities, boolean durable) {
  private static final long ONE = 60;
  private static final long MOST_BYTES_OF_A_CHARACTER = 3;

  /** Copies the list. */
  public Recipient {
    identities = List.copyOf(identities);
  }

  /** Returns about how many bytes it takes as it is stored, rather more than less. */
  public long bytes() {
    long characters = topic.length();
    for (String identity : identities) {
      characters += identity.length() + 1;
    }
    return ONE + MOST_BYTES_OF_A_CHARACTER * characters;
  }
}
