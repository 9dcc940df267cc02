package io.patternsdk.core.layer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens something at the driver, and keeps what the last attempt opened. */
final class OpeningCall<H extends AutoCloseable> implements Call<Handle> {
  private final Call<H> driver;
  private @Nullable H opened;

  OpeningCall(Call<H> driver) {
    this.driver = driver;
  }

  @Override
  public Handle run() {
    H made = BoundOperation.checked(driver);
    opened = made;
    return new DriverHandle<>(made);
  }

  H opened() {
    return Objects.requireNonNull(opened, "a layer returned a handle without opening");
  }
}
