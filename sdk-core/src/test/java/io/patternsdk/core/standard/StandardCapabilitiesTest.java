package io.patternsdk.core.standard;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StandardCapabilitiesTest {

  static Stream<Capability<?>> all() {
    return StandardCapabilities.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatACapabilitySaysItBindsIsWhatItsForwarderBinds(Capability<?> capability) {
    assertThat(bound(capability)).isNotEmpty().containsExactlyElementsOf(capability.operations());
  }

  @ParameterizedTest
  @MethodSource("all")
  void operationsSayOfWhichCapabilityTheyAre(Capability<?> capability) {
    assertThat(capability.operations())
        .allSatisfy(o -> assertThat(o.capability()).isEqualTo(capability.name()));
  }

  @Test
  void noTwoOperationsOfAFamilyHaveOneName() {
    Set<String> names = new HashSet<>();
    for (Capability<?> capability : StandardCapabilities.all()) {
      String family = capability.name().split("_", 2)[0];
      for (Operation operation : capability.operations()) {
        assertThat(names.add(family + "." + operation.name())).as("%s", operation).isTrue();
      }
    }
  }

  private static <T> List<Operation> bound(Capability<T> capability) {
    List<Operation> bound = new ArrayList<>();
    Layer noting =
        (site, operation) -> {
          bound.add(operation);
          return new PassingOn();
        };
    Object driver =
        Proxy.newProxyInstance(
            capability.type().getClassLoader(),
            new Class<?>[] {capability.type()},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
    var unused =
        capability.forward(
            capability.type().cast(driver),
            Wiring.at(new Site("slot", "driver")).layers(List.of(noting)));
    return bound;
  }

  private static final class PassingOn implements Interceptor {
    @Override
    public <T> T call(Invocation invocation, Call<T> next) {
      return next.run();
    }
  }
}
