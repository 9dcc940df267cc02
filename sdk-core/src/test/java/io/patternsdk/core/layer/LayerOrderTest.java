package io.patternsdk.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.layer.Operation.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerOrderTest {

  private record Passing() implements Interceptor {
    @Override
    public <T> T call(Invocation invocation, Call<T> next) {
      return next.run();
    }
  }

  private static Layer layer(Role... roles) {
    return new Layer() {
      @Override
      public Interceptor bind(Site site, Operation operation) {
        throw new AssertionError("bound");
      }

      @Override
      public List<Role> roles() {
        return List.of(roles);
      }
    };
  }

  private static List<Layer> stack(Role... roles) {
    return Arrays.stream(roles).map(LayerOrderTest::layer).toList();
  }

  @Test
  void theOrderOfTheRolesIsRight() {
    assertThat(LayerOrder.problems(stack(Role.values()))).isEmpty();
  }

  @Test
  void everyPairTurnedRoundIsWrong() {
    for (Role outer : Role.values()) {
      for (Role inner : Role.values()) {
        assertThat(LayerOrder.problems(stack(outer, inner)))
            .hasSize(outer.compareTo(inner) > 0 || (outer == Role.RETRY && inner == outer) ? 1 : 0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CIRCUIT_BREAKER | RETRY      | all attempts would count as one
          CIRCUIT_BREAKER | BULKHEAD   | a trial would be held through pauses and waits
          BULKHEAD        | RATE_LIMIT | a place would be held through pauses and waits
          BULKHEAD        | RETRY      | a place would be held through pauses and waits
          RATE_LIMIT      | RETRY      | only the first attempt of a call would wait for its turn
          TIME_LIMIT      | RETRY      | its time would run through pauses, waits and repeats
          ATTEMPT         | BULKHEAD   | it would take pauses and waits for the driver's time
          BULKHEAD        | CALL       | what the other does would not be seen there
          RETRY           | RETRY      | attempts would multiply
          """)
  void theReasonIsSaid(Role outer, Role inner, String reason) {
    assertThat(LayerOrder.problems(stack(outer, inner)))
        .singleElement()
        .asString()
        .contains(reason);
  }

  @Test
  void partsOfSeveralLayersAreHeldAgainstEachOther() {
    List<Layer> layers =
        List.of(layer(Role.RETRY, Role.CIRCUIT_BREAKER), layer(), layer(Role.BULKHEAD));
    assertThat(LayerOrder.problems(layers))
        .singleElement()
        .asString()
        .startsWith("the circuit breaker stands outside the bulkhead: ");
  }

  @Test
  void aWrongOrderFailsWhereLayersAreBound() {
    Operation get = Operation.of("keyvalue_basic", "get", Kind.WRITE);
    List<Layer> layers = stack(Role.ATTEMPT, Role.RETRY);
    assertThatThrownBy(() -> BoundOperation.bind(new Site("s", "d"), get, layers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("wrong order of layers: the layer of attempts stands outside");
  }

  @Test
  void aLayerInARoleBindsAsItDidBefore() {
    Layer passing = (site, operation) -> new Passing();
    Layer placed = Layer.as(Role.CALL, passing);
    assertThat(placed.roles()).containsExactly(Role.CALL);
    assertThat(passing.roles()).isEmpty();
    Operation get = Operation.of("keyvalue_basic", "get", Kind.WRITE);
    assertThat(
            BoundOperation.bind(new Site("s", "d"), get, List.of(placed)).<String>call(() -> "in"))
        .isEqualTo("in");
  }
}
