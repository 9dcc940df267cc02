package io.patternsdk.multicast;

import java.util.List;

/**
 * Where a multicast goes: a topic with the identities that listen there, or one durable identity.
 *
 * @param topic the topic to publish to
 * @param identities the ids of the identities behind it
 * @param durable whether it is one identity with a queue
 */
record Target(String topic, List<String> identities, boolean durable) {}
