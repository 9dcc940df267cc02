package io.patternsdk.driver.nats;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.patternsdk.core.Deadline;

/** Makes consumers by the requests that servers of all versions understand. */
final class Consumers {
  private Consumers() {}

  /** Makes a lasting consumer, or one without a name that lasts while it is used. */
  static ConsumerInfo create(
      Store store, String name, ConsumerConfiguration wanted, Deadline deadline) {
    String operation =
        name.isEmpty()
            ? "CONSUMER.CREATE." + store.name()
            : "CONSUMER.DURABLE.CREATE." + store.name() + "." + name;
    String json =
        "{\"stream_name\":\""
            + store.name()
            + "\",\"action\":\"create\",\"config\":"
            + wanted.toJson()
            + "}";
    return StreamApi.checked(new ConsumerInfo(store.api().call(operation, json, deadline)));
  }
}
