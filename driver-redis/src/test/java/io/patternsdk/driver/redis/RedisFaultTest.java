package io.patternsdk.driver.redis;

import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.contract.DriverFaults;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisFaultTest extends DriverFaults {
  @RegisterExtension static final RedisServer SERVER = RedisServer.start(RedisProfile.faults());

  @Override
  protected DriverProvider provider() {
    return new RedisDriverProvider();
  }

  @Override
  protected RedisServer server() {
    return SERVER;
  }

  @Override
  protected Map<String, ?> settings(String host, int port) {
    return Map.of(
        "addresses", "redis://" + host + ":" + port, "max_retries", 0, "stream_lease", "2s");
  }
}
