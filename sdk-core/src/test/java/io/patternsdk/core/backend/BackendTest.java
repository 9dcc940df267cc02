package io.patternsdk.core.backend;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.driver.CoreVersion;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Role;
import io.patternsdk.core.layer.Site;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackendTest {
  private final FakeDriver driver = new FakeDriver();
  private final DriverRegistry registry = DriverRegistry.empty().with(driver);
  private final Backend backend =
      registry.open("fake", BackendOptions.named("main").namespace("app"));

  @Test
  void theDriverSeesNamesWithTheNamespaceAndTheCallerWithout() {
    backend.require(KEYVALUE_BASIC).set("a", new byte[] {1});
    driver.set("other:a", new byte[] {2});
    assertThat(driver.values).containsKeys("app:a");
    assertThat(backend.require(KEYVALUE_SCAN).keys("").toList()).containsExactly("a");
    assertThat(backend.require(KEYVALUE_SCAN).count("a")).isEqualTo(1);
  }

  @Test
  void whatIsTooLargeNeverReachesTheDriver() {
    KeyValue values = backend.require(KEYVALUE_BASIC);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> values.set("a", new byte[101]))
        .withMessage("value has 101 bytes; at most 100 fit")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    assertThat(driver.values).isEmpty();
  }

  @Test
  void aMissingCapabilityNamesThoseThatAreThere() {
    assertThat(backend.find(QUEUE_BASIC)).isEmpty();
    assertThatThrownBy(() -> backend.require(QUEUE_BASIC))
        .hasMessage("no queue_basic here; there is keyvalue_basic, keyvalue_scan");
  }

  @Test
  void layersLearnWhereTheyAreAndWhatTheConventionsCallTheSystem() {
    Set<Site> sites = new HashSet<>();
    Layer noting =
        (site, operation) -> {
          sites.add(site);
          return new Passing();
        };
    var unused = backend.capabilities("slot", List.of(noting)).require(KEYVALUE_BASIC);
    assertThat(sites).containsExactly(new Site("slot", "fake", "fakedb"));
  }

  @Test
  void layersAreBoundToACapabilityWhenItIsFirstAskedFor() {
    List<String> bound = new ArrayList<>();
    Layer noting =
        (site, operation) -> {
          bound.add(operation.toString());
          return new Passing();
        };
    Capabilities slot = backend.capabilities("slot", List.of(noting));
    assertThat(bound).isEmpty();
    assertThat(slot.require(KEYVALUE_SCAN)).isSameAs(slot.require(KEYVALUE_SCAN));
    assertThat(bound)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allMatch(operation -> operation.startsWith("keyvalue_scan."));
  }

  @Test
  void layersInAWrongOrderAreRefusedAtOnce() {
    Layer passing = (site, operation) -> new Passing();
    List<Layer> wrong = List.of(Layer.as(Role.ATTEMPT, passing), Layer.as(Role.RETRY, passing));
    assertThatThrownBy(() -> backend.capabilities("slot", wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wrong order of layers");
  }

  @Test
  void anUnknownDriverNamesThoseThatAreThere() {
    assertThatThrownBy(() -> registry.open("fkae"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fkae")
        .hasMessageContaining("found fake");
  }

  @Test
  void aDriverThatNeedsAnotherCoreIsRefusedWithBothVersions() {
    DriverProvider demanding = new DemandingProvider();
    assertThatThrownBy(() -> DriverRegistry.empty().with(demanding).open("demanding"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("demanding 7.0 needs a core in [7.0,8)")
        .hasMessageContaining("this is " + CoreVersion.current());
  }

  private static final class Passing implements Interceptor {
    @Override
    public <T> T call(Invocation invocation, Call<T> next) {
      return next.run();
    }
  }
}
