package io.patternsdk.examples.filedriver;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;

import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.nio.file.Path;
import java.util.Set;

/** The driver {@code file}: keeps each value in a file of the directory {@code path}. */
public final class FileDriverProvider implements DriverProvider {

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Set<String> canOffer() {
    return Set.of(KEYVALUE_BASIC.name());
  }

  @Override
  public void check(DriverContext context) {
    context.settings().read(FileDriverProvider::directory);
  }

  @Override
  public Driver open(DriverContext context) {
    return new FileDriver(context.settings().read(FileDriverProvider::directory), context);
  }

  private static Path directory(Settings settings) {
    return settings.path("path").required();
  }
}
