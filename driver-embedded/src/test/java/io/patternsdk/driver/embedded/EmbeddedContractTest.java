package io.patternsdk.driver.embedded;

import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.contract.Contracts;
import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedContractTest extends DriverContracts {
  private static final EmbeddedDriverProvider PROVIDER = new EmbeddedDriverProvider();

  @TempDir private Path directory;
  private final AtomicInteger files = new AtomicInteger();

  @Override
  protected List<Variant> variants() {
    return List.of(
        Variant.of("memory", PROVIDER, Map::of).unshared(),
        Variant.of("durable", PROVIDER, () -> Map.of("path", file())).unshared());
  }

  @Override
  protected Contracts contracts() {
    return Contracts.standard()
        .with(StandardCapabilities.DOCUMENT_QUERY, DocumentAnswers.class, DocumentAnswers::new);
  }

  private String file() {
    return directory.resolve("store-" + files.incrementAndGet()).toString();
  }
}
