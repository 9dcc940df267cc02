package io.patternsdk.examples.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.examples.Page;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class GuardsTest {

  @Test
  void theSettingsOnThePageMakeTheGuardOfThePage() {
    String yaml = new Page("docs/concurrency.md").blocks("yaml").getFirst();
    Map<String, ?> settings = new Yaml().load(yaml);
    Guard configured = Guards.configured(settings, GuardListener.none());
    Guard built = Guards.built(RetryBudget.of(20, 0.1), GuardListener.none());
    assertThat(configured.snapshot()).isEqualTo(built.snapshot());
    assertThat(configured.retry().orElseThrow().budget().orElseThrow().left()).isEqualTo(20);
  }
}
