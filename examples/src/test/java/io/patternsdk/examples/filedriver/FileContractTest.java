package io.patternsdk.examples.filedriver;

import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** All that it takes to hold a driver to the published contracts. */
final class FileContractTest extends DriverContracts {
  @TempDir private Path directory;

  @Override
  protected List<Variant> variants() {
    return List.of(
        Variant.of(
            "directory", new FileDriverProvider(), () -> Map.of("path", directory.toString())));
  }
}
