package io.patternsdk.driver.kafka;

import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.contract.DriverFaults;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.KafkaServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class KafkaFaultTest extends DriverFaults {
  @RegisterExtension static final KafkaServer SERVER = KafkaServer.start();

  @Override
  protected DriverProvider provider() {
    return new KafkaDriverProvider();
  }

  @Override
  protected KafkaServer server() {
    return SERVER;
  }

  @Override
  protected TcpProxy proxy() {
    return SERVER.proxy();
  }

  @Override
  protected Map<String, ?> settings(String host, int port) {
    return Map.of(
        "addresses", "kafka://" + host + ":" + port, "max_retries", 0, "stream_partitions", 2);
  }

  /** docs/drivers/kafka.md: a broker may lose what a transaction held that it has confirmed. */
  @Override
  protected boolean keepsLastAppends() {
    return false;
  }

  @Override
  protected boolean countsReconnects() {
    return false;
  }
}
