package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.DemandingProvider;
import io.patternsdk.core.backend.FakeDriver;
import org.junit.jupiter.api.Test;

class DriverInfoTest {
  @Test
  void whatTheArtifactSaysIsTaken() {
    DriverInfo info = DriverInfo.of(new DemandingProvider()).server("Server 3").build();
    assertThat(info).hasToString("demanding 7.0, client 1.2, Server 3");
  }

  @Test
  void theSystemIsCalledAsItsDriverUnlessThatSaysOtherwise() {
    assertThat(DriverInfo.builder("redis").build().system()).isEqualTo("redis");
    DriverInfo postgres = DriverInfo.builder("postgres").system("postgresql").build();
    assertThat(postgres.system()).isEqualTo("postgresql");
    assertThat(postgres.name()).isEqualTo("postgres");
  }

  @Test
  void anArtifactThatSaysNothingIsCalledByItsName() {
    assertThat(DriverInfo.of(new FakeDriver()).build()).hasToString("fake");
  }
}
