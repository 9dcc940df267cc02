package io.patternsdk.driver.kafka;

import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.KafkaServer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.extension.RegisterExtension;

class KafkaContractTest extends DriverContracts {
  @RegisterExtension static final KafkaServer SERVER = KafkaServer.start();

  @Override
  protected List<Variant> variants() {
    return List.of(
        Variant.of(
                "plain",
                new KafkaDriverProvider(),
                () -> Map.of("addresses", SERVER.uri(), "stream_partitions", 4))
            .client(Producer.class)
            .stalledBy(SERVER::paused));
  }
}
