package io.patternsdk.driver.embedded;

import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.contract.Contracts;
import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedContractTest extends DriverContracts {
  @TempDir private Path directory;
  private final AtomicInteger files = new AtomicInteger();
  private final SplittableRandom random = new SplittableRandom(1);

  @Override
  protected List<Variant> variants() {
    LossyDisk.register();
    return List.of(
        Variant.of("memory", new EmbeddedDriverProvider(), Map::of).unshared(),
        Variant.of(
                "durable",
                new EmbeddedDriverProvider(LossyDisk.SCHEME),
                () -> Map.of("path", file()))
            .unshared()
            .losingPower(this::left));
  }

  @Override
  protected Contracts contracts() {
    return Contracts.load()
        .with(StandardCapabilities.DOCUMENT_QUERY, DocumentAnswers.class, DocumentAnswers::new);
  }

  private Map<String, Object> left(Map<String, Object> settings) {
    try {
      String copy = file();
      LossyDisk.left(Path.of(settings.get("path").toString()), Path.of(copy), random);
      return Map.of("path", copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String file() {
    return directory.resolve("store-" + files.incrementAndGet()).toString();
  }
}
