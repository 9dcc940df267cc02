package io.patternsdk.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.FlawRuns;
import io.patternsdk.testkit.Nodes;
import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.DriverFaults;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.Breakable;
import io.patternsdk.testkit.server.RecipeServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The contracts and faults of a capability from elsewhere notice what is wrong with a driver. */
final class CounterFlawsTest {
  @RegisterExtension
  private static final RecipeServer SERVER = RecipeServer.start(new CounterRecipe());

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void aFlawFailsItsCase(CounterFlaw flaw) {
    FlawRuns.each(() -> checkNoticed(flaw));
  }

  private static void checkNoticed(CounterFlaw flaw) {
    CounterDriverProvider provider = new CounterDriverProvider(flaw);
    Stream<DynamicNode> all =
        Stream.concat(contracts(provider).keepsTheContracts(), faults(provider).survivesFaults());
    assertThat(Nodes.failures(all, flaw.caseName)).containsExactly(flaw.caseName);
  }

  private static DriverContracts contracts(DriverProvider provider) {
    return new DriverContracts() {
      @Override
      protected List<Variant> variants() {
        return List.of(Variant.of("flawed", provider, () -> Map.of("server", SERVER.uri())));
      }
    };
  }

  private static DriverFaults faults(DriverProvider provider) {
    return new DriverFaults() {
      @Override
      protected DriverProvider provider() {
        return provider;
      }

      @Override
      protected Breakable server() {
        return SERVER;
      }

      @Override
      protected Map<String, ?> settings(String host, int port) {
        return Map.of("server", "counter://" + host + ":" + port);
      }

      @Override
      protected boolean countsReconnects() {
        return false;
      }
    };
  }
}
